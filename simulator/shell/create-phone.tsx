import { render } from 'preact';
import type { Phone } from '../faces';
import { followBackKey } from './back-key';
import { createScreen } from './create-screen';
import { PhoneFrame } from './phone-frame';
import { createPhoneState, type PhoneState } from './phone-state';
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
  scaleType(viewport, state);
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
      isSlow: () => state.view().isSlow,
      onChange(listener) {
        let before = state.view();
        return state.watch((view) => {
          const isNew = view.isOnline !== before.isOnline || view.isSlow !== before.isSlow;
          before = view;
          if (isNew) listener(view.isOnline);
        });
      },
    },
    buyerId: () => state.view().buyerId || undefined,
    appearance: () => ({ language: state.view().language || navigator.language, fontScale: state.view().fontScale }),
    connect: (wiring) => state.change({ wiring }),
    tabBar: (tabBar) => state.change({ tabBar }),
  };
}

/** Sizes of type in the page follow the setting of the phone, as those of web views do. */
function scaleType(viewport: HTMLElement, state: PhoneState): void {
  const apply = (): void => viewport.style.setProperty('--font-scale', String(state.view().fontScale));
  state.watch(apply);
  apply();
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
