import { useState } from 'preact/hooks';
import { devices, fontScales, languages } from './devices';
import { goBehind } from './go-behind';
import { PanelSelect, PanelSwitch } from './panel-controls';
import type { PanelProps } from './panel-props';
import type { PhoneState } from './phone-state';
import { texts } from './texts';

const words = texts.panel;

/** Who holds the phone, what phone it is, and what happens to it. */
export function PanelSettings({ state, view, buyers }: PanelProps) {
  const buyerOptions = buyers.map(({ buyerId, name, logonId, isEnabled }) => ({
    value: buyerId,
    text: `${name} ${isEnabled ? logonId : `(${words.buyerBlocked})`}`,
  }));
  return (
    <>
      <section class="sim-card">
        <PanelSelect
          name={words.buyer}
          value={view.buyerId}
          options={[{ value: '', text: words.buyerAny }, ...buyerOptions]}
          choose={(buyerId) => state.change({ buyerId })}
        />
        <PanelSelect
          name={words.networkSpeed}
          value={view.isOnline ? (view.isSlow ? 'slow' : 'fast') : 'off'}
          options={(['fast', 'slow', 'off'] as const).map((value) => ({ value, text: words.networkSpeeds[value] }))}
          choose={(speed) => state.change({ isOnline: speed !== 'off', isSlow: speed === 'slow' })}
        />
        <PanelSwitch
          name={words.background}
          hint={words.backgroundHint}
          isOn={view.isInBackground}
          turn={(isInBackground) => goBehind(state, isInBackground)}
        />
        <PanelSwitch
          name={words.lifeCycle}
          hint={words.lifeCycleHint}
          isOn={view.hasCashierLifeCycle}
          turn={(hasCashierLifeCycle) => state.change({ hasCashierLifeCycle })}
        />
      </section>
      <section class="sim-card">
        <PanelSelect
          name={words.device}
          value={view.deviceName}
          options={[
            { value: '', text: words.deviceAny },
            ...devices.map(({ name, width, height }) => ({ value: name, text: `${name} ${width}×${height}` })),
          ]}
          choose={(deviceName) => state.change({ deviceName })}
        />
        <PanelSelect
          name={words.fontScale}
          value={String(view.fontScale)}
          options={fontScales.map((scale) => ({ value: String(scale), text: `${Math.round(scale * 100)} %` }))}
          choose={(scale) => state.change({ fontScale: Number(scale) })}
        />
        <PanelSelect
          name={words.language}
          value={view.language}
          options={[{ value: '', text: words.languageAny }, ...languages.map((value) => ({ value, text: value }))]}
          choose={(language) => {
            state.change({ language });
            restart(state);
          }}
        />
      </section>
      <DeepLink />
      <section class="sim-card sim-panel-actions">
        <button type="button" onClick={() => restart(state)}>
          {words.restart}
        </button>
      </section>
    </>
  );
}

/** Whatever lay over the old run goes with it. */
function restart(state: PhoneState): void {
  state.view().toast?.done();
  state.change({ toast: null, loading: null, dialogs: [], cashier: null });
  state.view().wiring?.restart();
}

/** Starts the mini-program at any page, as a link or a code from outside would. */
function DeepLink() {
  const [path, setPath] = useState(new URLSearchParams(location.search).get('page') ?? '');
  const open = (event: Event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set('page', path.replace(/^\//, ''));
    location.assign(address.href);
  };
  return (
    <form class="sim-card sim-panel-actions" onSubmit={open}>
      <input
        aria-label={words.deepLink}
        placeholder="pages/order/order?id=1"
        value={path}
        onInput={(event) => setPath(event.currentTarget.value)}
      />
      <button type="submit" class="is-short" disabled={path === ''}>
        {words.open}
      </button>
    </form>
  );
}
