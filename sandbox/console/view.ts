import type { SandboxClock } from '../clock';
import type { AppAccess } from '../control/app-access';
import type { Control } from '../control/control';
import type { FshowsAccess } from '../control/fshows-access';
import type { ExchangeLog } from '../exchange-log';
import type { Faults } from '../fault/faults';
import type { Language, Strings } from './strings';

/** What every part of the page is drawn from. */
export interface View {
  control: Control;
  clock: Pick<SandboxClock, 'nowMs' | 'isFrozen'>;
  faults: Faults;
  exchanges: Pick<ExchangeLog, 'entries'>;
  apps: readonly AppAccess[];
  fshowsApps: readonly FshowsAccess[];
  language: Language;
  t: Strings;
}
