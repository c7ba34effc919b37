/** What a person has set at the phone and expects to find again after an edit or a restart of the mini-program. */
export interface KeptSettings {
  /** A name of `devices.ts`; empty fits the window. */
  deviceName: string;
  fontScale: number;
  /** A name of `languages`; empty is the browser's. */
  language: string;
  isSlow: boolean;
}

const storageKey = 'simulator:settings';
const unset: KeptSettings = { deviceName: '', fontScale: 1, language: '', isSlow: false };

/** The settings of this browser tab. */
export function keptSettings(): KeptSettings {
  const kept = sessionStorage.getItem(storageKey);
  return kept === null ? unset : { ...unset, ...JSON.parse(kept) };
}

/** Whether a change of the phone concerns what is kept. */
export function touchesSettings(change: object): boolean {
  return Object.keys(change).some((name) => name in unset);
}

/** Keeps settings for this browser tab; they are gone when it is closed. */
export function keepSettings({ deviceName, fontScale, language, isSlow }: KeptSettings): void {
  sessionStorage.setItem(storageKey, JSON.stringify({ deviceName, fontScale, language, isSlow }));
}
