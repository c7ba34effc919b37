/** The calls of a phone to its cloud functions, where the network can be bad. */
import type { Page, Route } from 'playwright-core';
import type { FunctionName } from '../../../contract/requests';

/** What becomes of a call, instead of its reply. */
export async function onCall(page: Page, name: FunctionName, happen: (route: Route) => Promise<void>): Promise<void> {
  await page.route('**/client', async (route) => {
    const { params } = route.request().postDataJSON() as { params?: string };
    const target =
      params === undefined ? undefined : (JSON.parse(params) as { functionTarget?: string }).functionTarget;
    if (target === name) await happen(route);
    else await route.fallback();
  });
}

/** The function runs, and its reply is lost, this many times. */
export async function loseReplies(page: Page, name: FunctionName, times: number): Promise<void> {
  let left = times;
  await onCall(page, name, async (route) => {
    if (left === 0) return route.fallback();
    left -= 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
}

/** The reply never comes. */
export async function holdReplies(page: Page, name: FunctionName): Promise<void> {
  await onCall(page, name, () => new Promise(() => undefined));
}
