import { SimIcon } from './icons';
import type { BarView, PhoneState } from './phone-state';
import { texts } from './texts';

/** The title bar of the client: back or home, the page's title, the client's own capsule. */
export function TitleBar({ bar, state }: { bar: BarView; state: PhoneState }) {
  return (
    <header class="sim-title-bar">
      <div class="sim-title-leading">
        <Leading leading={bar.leading} state={state} />
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a phone's title is no button; some pages listen to it all the same. */}
      <h1 class="sim-title" aria-live="polite" onClick={() => state.view().wiring?.titleClick()}>
        {bar.isLoading ? <span class="sim-spinner" role="img" aria-label={texts.loading} /> : null}
        {bar.title}
      </h1>
      <div class="sim-capsule" aria-hidden="true">
        <span class="sim-capsule-dots" />
        <span class="sim-capsule-ring" />
      </div>
    </header>
  );
}

function Leading({ leading, state }: { leading: BarView['leading']; state: PhoneState }) {
  if (leading === 'none') return null;
  const press = () => state.view().wiring?.[leading]();
  return (
    <button type="button" class="sim-title-button" aria-label={texts[leading]} onClick={press}>
      <SimIcon name={leading} />
    </button>
  );
}
