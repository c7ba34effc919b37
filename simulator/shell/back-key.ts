import type { PhoneState } from './phone-state';

/** Marks the entry of the browser's history that stands for "a page to go back to". */
const guard = 'simulator-back';

/** The browser's back key is the phone's: it goes back a page while there is one, and leaves the simulator after that. */
export function followBackKey(state: PhoneState): void {
  state.watch(({ bar }) => {
    if (bar.leading === 'back' && history.state !== guard) history.pushState(guard, '');
  });
  window.addEventListener('popstate', () => {
    const { bar, wiring } = state.view();
    if (bar.leading === 'back') wiring?.back();
    else history.back();
  });
}
