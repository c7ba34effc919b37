import type { Screen } from '../faces';
import { openCashier } from './open-cashier';
import type { DialogView, PhoneState } from './phone-state';

/** The {@link Screen} of a phone: every method changes the phone's state, and settles when the person has answered. */
export function createScreen(state: PhoneState): Screen {
  let toastTimer = 0;
  const hideToast = () => {
    clearTimeout(toastTimer);
    const { toast } = state.view();
    state.change({ toast: null });
    toast?.done();
  };
  return {
    toast: (options) =>
      new Promise((resolve) => {
        hideToast();
        state.change({ toast: { ...options, done: resolve } });
        toastTimer = window.setTimeout(hideToast, options.durationMs);
      }),
    hideToast,
    loading: (content) => state.change({ loading: content }),
    alert: (options) => openDialog<void>(state, (done) => ({ kind: 'alert', options, done })),
    confirm: (options) => openDialog<boolean>(state, (done) => ({ kind: 'confirm', options, done })),
    prompt: (options) => openDialog<string | null>(state, (done) => ({ kind: 'prompt', options, done })),
    actionSheet: (options) => openDialog<number>(state, (done) => ({ kind: 'actionSheet', options, done })),
    cashier: (tradeNo) => openCashier(state, tradeNo),
    navigationBar: ({ loading, ...change }) => {
      const { bar } = state.view();
      state.change({ bar: { ...bar, ...change, isLoading: loading ?? bar.isLoading } });
    },
  };
}

function openDialog<Answer>(
  state: PhoneState,
  describe: (done: (answer: Answer) => void) => DialogView,
): Promise<Answer> {
  return new Promise((resolve) => {
    const dialog: DialogView = describe((answer) => {
      state.change({ dialogs: state.view().dialogs.filter((other) => other !== dialog) });
      resolve(answer);
    });
    state.change({ dialogs: [...state.view().dialogs, dialog] });
  });
}
