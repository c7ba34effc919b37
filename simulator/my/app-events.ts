import type { AppEvents } from '../faces';
import { listenerPair } from './listeners';

/** What a mini-program learns of itself as a whole: shown, hidden, failed, how it was opened. */
export function appEventsFamily(app: AppEvents) {
  const shown = listenerPair((listener) => app.on('appShow', listener));
  const hidden = listenerPair((listener) => app.on('appHide', listener));
  const failed = listenerPair((listener) => app.on('error', listener));
  const rejected = listenerPair((listener) => app.on('unhandledRejection', listener));
  const lost = listenerPair((listener) => app.on('pageNotFound', listener));
  return {
    onAppShow: shown.on,
    offAppShow: shown.off,
    onAppHide: hidden.on,
    offAppHide: hidden.off,
    onError: failed.on,
    offError: failed.off,
    onUnhandledRejection: rejected.on,
    offUnhandledRejection: rejected.off,
    onPageNotFound: lost.on,
    offPageNotFound: lost.off,
    getLaunchOptionsSync: () => app.launchOptions(),
    getEnterOptionsSync: () => app.launchOptions(),
  };
}
