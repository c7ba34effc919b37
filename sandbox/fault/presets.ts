import type { Preset } from './preset';
import { BILL_PRESETS } from './presets-bills';
import { CALL_PRESETS } from './presets-calls';
import { FSHOWS_PRESETS } from './presets-fshows';
import { NOTIFY_PRESETS } from './presets-notifies';
import { REFUSAL_PRESETS } from './presets-refusals';

/** Every preset by its name. */
export const PRESETS = {
  ...CALL_PRESETS,
  ...NOTIFY_PRESETS,
  ...BILL_PRESETS,
  ...REFUSAL_PRESETS,
  ...FSHOWS_PRESETS,
} as const satisfies Record<string, Preset>;

/** As `faults.use` and the control API name it. */
export type PresetName = keyof typeof PRESETS;
