import { existsSync } from 'node:fs';
import { type Browser, chromium as playwright } from 'playwright-core';

/** Where Debian, Ubuntu and macOS put the browser; Playwright's own download is the last choice. */
const knownPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  playwright.executablePath(),
];

/** The Chromium to use: the one CHROMIUM_PATH names, or the first that is installed; undefined when there is none. */
export function chromiumPath(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  return (chosen ? [chosen] : knownPlaces).find((place) => existsSync(place));
}

/** Nothing a test does may depend on a graphics card, on the outside network, or on what a browser does at first start. */
const launchArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Launches the Chromium of this machine without a window. A test that needs a browser fails when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath)
    throw new Error('No Chromium found. Install it (Debian: apt-get install chromium) and try again.');
  return playwright.launch({ executablePath, args: launchArgs });
}
