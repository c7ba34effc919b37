/**
 * Before the tests: there must be a Chromium that can show Chinese. Installs Debian's packages when it may; says what to do when it
 * may not. Journeys are never skipped for want of a browser.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from '../test/support/chromium';

function missingPackages(): string[] {
  const fonts = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  const chinese = fonts.status === 0 && fonts.stdout.trim() !== '';
  return [...(chromiumPath() ? [] : ['chromium']), ...(chinese ? [] : ['fonts-noto-cjk', 'fontconfig'])];
}

function install(packages: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`Installing ${packages.join(', ')} for the browser tests …`);
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

const missing = missingPackages();
const debianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
if (missing.length > 0 && debianRoot) install(missing);
if (missingPackages().length > 0) {
  console.error(
    `The tests need ${missing.join(' and ')}. Install them (on Debian: sudo apt-get install ${missing.join(' ')}),\n` +
      'or point CHROMIUM_PATH at a Chromium, and run the tests again.',
  );
  process.exitCode = 1;
}
