import { useState } from 'preact/hooks';
import { storagePrefix } from '../my/storage';
import type { LogLine, PhoneState, PhoneView } from './phone-state';
import type { SandboxBuyer } from './sandbox';
import { texts } from './texts';

const words = texts.panel;

interface SidePanelProps {
  appId: string;
  appName: string;
  state: PhoneState;
  view: PhoneView;
  buyers: readonly SandboxBuyer[];
}

/** What a developer changes about the phone from outside it. */
export function SidePanel({ appId, appName, state, view, buyers }: SidePanelProps) {
  return (
    <aside class="sim-panel" aria-label={words.title}>
      <div class="sim-panel-head">
        <h2>{appName}</h2>
        <p>{words.subtitle}</p>
      </div>
      <section class="sim-card">
        <label class="sim-field">
          <span>{words.buyer}</span>
          <select value={view.buyerId} onChange={(event) => state.change({ buyerId: event.currentTarget.value })}>
            <option value="">{words.buyerAny}</option>
            {buyers.map((buyer) => (
              <option key={buyer.buyerId} value={buyer.buyerId}>
                {buyer.name} {buyer.isEnabled ? buyer.logonId : `(${words.buyerBlocked})`}
              </option>
            ))}
          </select>
        </label>
        <PanelSwitch
          name={words.network}
          hint={words.networkHint}
          isOn={view.isOnline}
          turn={(isOnline) => state.change({ isOnline })}
        />
        <PanelSwitch
          name={words.lifeCycle}
          hint={words.lifeCycleHint}
          isOn={view.hasCashierLifeCycle}
          turn={(hasCashierLifeCycle) => state.change({ hasCashierLifeCycle })}
        />
      </section>
      <section class="sim-card sim-panel-actions">
        <button type="button" onClick={() => restart(state)}>
          {words.restart}
        </button>
        <ClearStorage appId={appId} />
      </section>
      <Warnings log={view.log} clear={() => state.change({ log: [] })} />
    </aside>
  );
}

/** Whatever lay over the old run goes with it. */
function restart(state: PhoneState): void {
  state.view().toast?.done();
  state.change({ toast: null, loading: null, dialogs: [], cashier: null });
  state.view().wiring?.restart();
}

function PanelSwitch(props: { name: string; hint: string; isOn: boolean; turn(isOn: boolean): void }) {
  const { name, hint, isOn, turn } = props;
  return (
    <button
      type="button"
      class="sim-switch"
      role="switch"
      aria-checked={isOn}
      aria-label={name}
      aria-description={hint}
      onClick={() => turn(!isOn)}
    >
      <span class="sim-switch-words">
        <span>{name}</span>
        <small>{hint}</small>
      </span>
      <span class="sim-switch-track" />
    </button>
  );
}

function ClearStorage({ appId }: { appId: string }) {
  const [isCleared, setCleared] = useState(false);
  const clear = () => {
    const prefix = storagePrefix(appId);
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
    setCleared(true);
    setTimeout(() => setCleared(false), 1_500);
  };
  return (
    <button type="button" onClick={clear}>
      {isCleared ? words.cleared : words.clearStorage}
    </button>
  );
}

function Warnings({ log, clear }: { log: readonly LogLine[]; clear(): void }) {
  return (
    <section class="sim-card sim-log">
      <div class="sim-log-head">
        <h3>{words.warnings}</h3>
        {log.length > 0 ? (
          <button type="button" onClick={clear}>
            {words.clearWarnings}
          </button>
        ) : null}
      </div>
      {log.length === 0 ? <p class="sim-log-empty">{words.noWarnings}</p> : null}
      <ol>
        {log.map((line) => (
          <li key={line.text} data-level={line.level}>
            {line.text}
            {line.times > 1 ? <b>×{line.times}</b> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
