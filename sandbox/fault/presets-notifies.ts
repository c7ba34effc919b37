import type { Preset } from './preset';

/** Presets of how notifies get lost, late, many or false. */
export const NOTIFY_PRESETS = {
  'notify-never': { title: 'No notify ever arrives', rules: [{ kind: 'notify_drop' }] },
} as const satisfies Record<string, Preset>;
