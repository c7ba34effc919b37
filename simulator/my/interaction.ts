import type { Screen } from '../faces';
import { asyncCall, optionalText } from './async-call';
import { errors, failure } from './failure';

const toastTypes = ['none', 'success', 'fail', 'exception'] as const;
const DEFAULT_TOAST_MS = 3_000;

/** Toast, loading, dialogs and sheets (reference mini-program 5). */
export function interactionFamily(screen: Screen) {
  let pendingLoading = 0;
  const hideLoading = () => {
    clearTimeout(pendingLoading);
    screen.loading(null);
  };
  return {
    showToast: asyncCall(async (options) => {
      const type = toastTypes.find((known) => known === options.type) ?? 'none';
      const durationMs = Number(options.duration) > 0 ? Number(options.duration) : DEFAULT_TOAST_MS;
      await screen.toast({ content: optionalText(options, 'content', ''), type, durationMs });
    }),
    hideToast: asyncCall(() => screen.hideToast()),
    showLoading: asyncCall((options) => {
      const content = optionalText(options, 'content', '');
      clearTimeout(pendingLoading);
      const delayMs = Number(options.delay) || 0;
      if (delayMs > 0) pendingLoading = window.setTimeout(() => screen.loading(content), delayMs);
      else screen.loading(content);
    }),
    hideLoading: asyncCall(hideLoading),
    alert: asyncCall((options) =>
      screen.alert({
        title: optionalText(options, 'title', ''),
        content: optionalText(options, 'content', ''),
        buttonText: optionalText(options, 'buttonText', '确定'),
      }),
    ),
    confirm: asyncCall(async (options) => ({
      confirm: await screen.confirm({
        title: optionalText(options, 'title', ''),
        content: optionalText(options, 'content', ''),
        confirmText: optionalText(options, 'confirmButtonText', '确定'),
        cancelText: optionalText(options, 'cancelButtonText', '取消'),
      }),
    })),
    prompt: asyncCall(async (options) => {
      const inputValue = await screen.prompt({
        title: optionalText(options, 'title', ''),
        message: optionalText(options, 'message', ''),
        placeholder: optionalText(options, 'placeholder', ''),
        okText: optionalText(options, 'okButtonText', '确定'),
        cancelText: optionalText(options, 'cancelButtonText', '取消'),
      });
      return inputValue === null ? { ok: false, inputValue: '' } : { ok: true, inputValue };
    }),
    showActionSheet: asyncCall(async (options) => {
      if (!Array.isArray(options.items)) {
        throw failure(errors.invalidParameter, 'invalid parameter: items must be an array of strings');
      }
      const items = options.items.map(String);
      const cancelText = optionalText(options, 'cancelButtonText', '取消');
      return { index: await screen.actionSheet({ title: optionalText(options, 'title', ''), items, cancelText }) };
    }),
  };
}
