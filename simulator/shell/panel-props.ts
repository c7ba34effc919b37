import type { PhoneState, PhoneView } from './phone-state';
import type { SandboxBuyer } from './sandbox';

/** What the tabs of the panel may need. */
export interface PanelProps {
  appId: string;
  state: PhoneState;
  view: PhoneView;
  buyers: readonly SandboxBuyer[];
}
