/**
 * Before the tests: there must be a Chromium that can show Chinese. Installs Debian's packages when it may; says what to do when it
 * may not. Journeys are never skipped for want of a browser.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from '../test/support/chromium';

function missingPackages(): string[] {
  const fonts = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  const chinese = fonts.status === 0 && fonts.stdout.trim() !== '';
  return [...(chromiumPath() ? [] : ['chromium']), ...(chinese ? [] : ['fonts-noto-cjk', 'fontconfig'])];
}

/** Debian's own messages say what went wrong; what to do about it is said at the end. */
function install(packages: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args: string[]) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  console.log(`Installing ${packages.join(', ')} for the browser tests …`);
  if (run(['update', '-qq'])) run(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

const missing = missingPackages();
const debianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
if (missing.length > 0 && debianRoot) install(missing);
const stillMissing = missing.length > 0 ? missingPackages() : [];
if (stillMissing.length > 0) {
  console.error(
    `The tests need ${stillMissing.join(' and ')}. Install them (on Debian: sudo apt-get install ${stillMissing.join(' ')}),\n` +
      'or point CHROMIUM_PATH at a Chromium, and run the tests again.',
  );
  process.exitCode = 1;
}
