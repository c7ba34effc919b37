import type { Router } from '../faces';
import { pageAddress } from './page-path';

let current: Router | null = null;

/** Tells instances which page stack `this.router` works on. */
export function provideRouter(router: Router): void {
  current = router;
}

/** Moves between the pages of the running mini-program. */
export function currentRouter(): Router {
  if (!current) throw new Error('the router is used before it exists');
  return current;
}

interface Options {
  url?: string;
  events?: Record<string, unknown>;
  delta?: number;
  success?(result: object): void;
  fail?(failure: unknown): void;
  complete?(result: unknown): void;
}

async function answer(work: Promise<unknown>, options: Options): Promise<unknown> {
  try {
    const result = ((await work) ?? {}) as object;
    options.success?.(result);
    options.complete?.(result);
    return result;
  } catch (failure) {
    options.fail?.(failure);
    options.complete?.(failure);
    return undefined;
  }
}

/** `this.router`: like `my.navigateTo` and its kin, but relative addresses start from the instance's own file. */
export function instanceRouter(file: string): Record<string, (options: Options) => Promise<unknown>> {
  const absolute = ({ url = '' }: Options): string => {
    const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    return `/${pageAddress(url, file).path}${query}`;
  };
  return {
    navigateTo: (options) => answer(currentRouter().navigateTo(absolute(options), options.events), options),
    redirectTo: (options) => answer(currentRouter().redirectTo(absolute(options)), options),
    reLaunch: (options) => answer(currentRouter().reLaunch(absolute(options)), options),
    switchTab: (options) => answer(currentRouter().switchTab(absolute(options)), options),
    navigateBack: (options = {}) => answer(currentRouter().navigateBack(options.delta ?? 1), options),
  };
}
