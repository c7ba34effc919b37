import { render } from 'preact';
import type { Phone } from '../faces';
import { followBackKey } from './back-key';
import { createScreen } from './create-screen';
import { PhoneFrame } from './phone-frame';
import { createPhoneState } from './phone-state';
import { installTestHooks } from './test-hooks';
import { watchConsole } from './watch-console';

interface PhoneOptions {
  appId: string;
  appName: string;
  /** Whether there is a sandbox to ask for buyers. */
  hasSandbox?: boolean;
}

/** Draws a phone into `mount`. It stands at once; `connect` gives it a mini-program to show. */
export function createPhone(mount: HTMLElement, { appId, appName, hasSandbox = true }: PhoneOptions): Phone {
  const state = createPhoneState();
  const viewport = createViewport();
  watchConsole(state);
  followBackKey(state);
  installTestHooks(state);
  render(
    <PhoneFrame appId={appId} appName={appName} hasSandbox={hasSandbox} state={state} viewport={viewport} />,
    mount,
  );
  return {
    viewport,
    screen: createScreen(state),
    network: {
      isOn: () => state.view().isOnline,
      onChange(listener) {
        let wasOnline = state.view().isOnline;
        return state.watch(({ isOnline }) => {
          if (isOnline !== wasOnline) listener(isOnline);
          wasOnline = isOnline;
        });
      },
    },
    buyerId: () => state.view().buyerId || undefined,
    connect: (wiring) => state.change({ wiring }),
    tabBar: (tabBar) => state.change({ tabBar }),
  };
}

/** The element pages are mounted in; it measures itself, so that `rpx`, `vw` and `vh` mean the phone and not the window. */
function createViewport(): HTMLElement {
  const viewport = document.createElement('div');
  viewport.className = 'sim-viewport';
  viewport.dataset.viewport = '';
  const measure = () => {
    const { clientWidth, clientHeight } = viewport;
    viewport.style.setProperty('--rpx', `${clientWidth / 750}px`);
    viewport.style.setProperty('--vw', `${clientWidth / 100}px`);
    viewport.style.setProperty('--vh', `${clientHeight / 100}px`);
  };
  new ResizeObserver(measure).observe(viewport);
  queueMicrotask(measure);
  return viewport;
}
