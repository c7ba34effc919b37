import type { Page } from 'playwright-core';
import { type Finding, findings } from './findings';

const LOOKS = 10;
const BETWEEN_MS = 500;

/** The findings of a page that has come to rest: on a busy machine the first look may catch it between two states. */
export async function settledFindings(page: Page, within: string): Promise<Finding[]> {
  let found = await findings(page, within);
  for (let look = 1; look < LOOKS && found.length > 0; look += 1) {
    await page.waitForTimeout(BETWEEN_MS);
    found = await findings(page, within);
  }
  return found;
}
