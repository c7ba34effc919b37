import type { AppEventName, AppEvents, LaunchOptions } from '../faces';
import { guarded, onProblem } from './problems';

type Hook = (...args: unknown[]) => unknown;

/** The mini-program as a whole: what App() was given, and what `my.onAppShow` and its kin hear. */
export interface AppInstance extends AppEvents {
  globals: { App(given: Record<string, unknown>): void; getApp(): unknown };
  /** onLaunch and the first onShow. */
  launch(options: LaunchOptions): void;
  hook(name: 'onShow' | 'onHide'): void;
  pageNotFound(path: string): void;
}

/** Makes the app of one phone. Before App() was called, `getApp()` gives an empty object and no hook runs. */
export function appInstance(): AppInstance {
  const listeners = new Map<AppEventName, Set<(payload: unknown) => void>>();
  let instance: Record<string, unknown> = {};
  let options: LaunchOptions = { path: '', query: {}, scene: '1000', referrerInfo: {} };

  const call = (hook: string, ...args: unknown[]): void => {
    const found = instance[hook];
    if (typeof found === 'function') guarded(`${hook} of the app`, () => (found as Hook).apply(instance, args));
  };

  const tell = (name: AppEventName, payload: unknown): void => {
    for (const listener of listeners.get(name) ?? []) guarded(`a listener of ${name}`, () => listener(payload));
  };

  onProblem((problem, kind) => {
    if (kind === 'unhandledRejection') {
      call('onUnhandledRejection', { reason: problem, promise: null });
      tell('unhandledRejection', { reason: problem });
      return;
    }
    const { message = String(problem), stack = '' } = problem instanceof Error ? problem : {};
    call('onError', message, stack);
    tell('error', message);
  });

  return {
    globals: {
      App: (given) => {
        instance = { ...given };
      },
      getApp: () => instance,
    },
    launch: (launchOptions) => {
      options = launchOptions;
      call('onLaunch', options);
      call('onShow', options);
      tell('appShow', options);
    },
    hook: (name) => {
      call(name, ...(name === 'onShow' ? [options] : []));
      tell(name === 'onShow' ? 'appShow' : 'appHide', name === 'onShow' ? options : undefined);
    },
    pageNotFound: (path) => {
      call('onPageNotFound', { path });
      tell('pageNotFound', { path });
    },
    on: (name, listener) => {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    launchOptions: () => options,
    pullDownRefresh: () => {},
  };
}
