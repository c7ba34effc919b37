import { useState } from 'preact/hooks';
import { PanelConsole } from './panel-console';
import { PanelData } from './panel-data';
import type { PanelProps } from './panel-props';
import { PanelRequests } from './panel-requests';
import { PanelSetData } from './panel-set-data';
import { PanelSettings } from './panel-settings';
import { PanelStorage } from './panel-storage';
import type { PhoneView } from './phone-state';
import { texts } from './texts';

const words = texts.panel;

const tabs = {
  settings: PanelSettings,
  data: PanelData,
  storage: PanelStorage,
  requests: PanelRequests,
  setData: PanelSetData,
  console: PanelConsole,
} as const;

type TabName = keyof typeof tabs;
const names = Object.keys(tabs) as TabName[];

/** What a developer sees of a running mini-program, and changes about the phone, from outside it. */
export function SidePanel({ appName, ...props }: PanelProps & { appName: string }) {
  const [chosen, choose] = useState<TabName>('settings');
  const Chosen = tabs[chosen];
  return (
    <aside class="sim-panel" aria-label={words.title}>
      <div class="sim-panel-head">
        <h2>{appName}</h2>
        <p>{words.subtitle}</p>
      </div>
      <div class="sim-tabs" role="tablist" aria-label={words.title}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            class="sim-tab-name"
            aria-selected={name === chosen}
            onClick={() => choose(name)}
          >
            {words.tabs[name]}
            <Badge name={name} view={props.view} />
          </button>
        ))}
      </div>
      <div class="sim-tab-panel" role="tabpanel" aria-label={words.tabs[chosen]}>
        <Chosen {...props} />
      </div>
    </aside>
  );
}

/** Errors and warnings want to be seen from any tab. */
function Badge({ name, view }: { name: TabName; view: PhoneView }) {
  const count = view.log.filter(({ level }) => level === 'warn' || level === 'error').length;
  return name === 'console' && count > 0 ? <b class="sim-badge">{count}</b> : null;
}
