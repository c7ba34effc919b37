import { nowMs } from '../clock';
import type { Network } from '../faces';
import { asyncCall, optionalText, requiredText } from './async-call';

/** Small services of the device: vibration, clipboard, calls, fonts, the server's time (reference mini-program 5). */
export function deviceFamily(network: Network) {
  let clipboard = '';
  const vibrate = (durationMs: number) =>
    asyncCall(() => {
      navigator.vibrate?.(durationMs);
      return { success: true };
    });
  return {
    vibrate: vibrate(400),
    vibrateShort: vibrate(40),
    vibrateLong: vibrate(400),
    /** -1 without a network, as documented: guard before using it for a countdown. */
    getServerTime: asyncCall(() => ({ time: network.isOn() ? nowMs() : -1 })),
    setClipboard: asyncCall((options) => {
      clipboard = optionalText(options, 'text', '');
      navigator.clipboard?.writeText(clipboard).catch(() => undefined);
      return { success: true };
    }),
    getClipboard: asyncCall(() => ({ text: clipboard })),
    makePhoneCall: asyncCall((options) => {
      console.info(`my.makePhoneCall: a phone would dial ${requiredText(options, 'number')}.`);
    }),
    hideKeyboard: asyncCall(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    }),
    /** Fonts of other hosts do not load without a network; the simulator draws the icons of antd-mini itself. */
    loadFontFace: asyncCall(() => ({ status: 'loaded' })),
    setKeepScreenOn: asyncCall(() => ({ success: true })),
    getBatteryInfo: asyncCall(batteryInfo),
    getBatteryInfoSync: batteryInfo,
    getUpdateManager: () => ({
      onCheckForUpdate: (callback?: (result: unknown) => void) => callback?.({ hasUpdate: false }),
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => undefined,
    }),
    isScreenReaderEnabled: asyncCall(() => ({ screenReaderEnabled: false })),
  };
}

function batteryInfo() {
  return { level: 80, isCharging: false };
}
