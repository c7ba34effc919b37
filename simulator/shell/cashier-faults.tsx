import { useRef, useState } from 'preact/hooks';
import { CashierDisclosure } from './cashier-disclosure';
import type { FaultsInForce, TradePreset } from './fault-presets';
import type { SandboxPreset, SandboxTrade } from './sandbox';
import { language, texts } from './texts';
import { useFaultPresets } from './use-fault-presets';

const words = texts.cashier.faults;

/** The sandbox's presets of what can go wrong with this trade; nothing where the sandbox has none. */
export function CashierFaults({ trade }: { trade: SandboxTrade }) {
  const { presets, inForce, trouble, use, clear } = useFaultPresets(trade);
  const element = useRef<HTMLDivElement>(null);
  if (!presets) return null;
  // The button is gone once nothing is in force, and the focus must not go with it.
  const clearAndStay = async () => {
    await clear();
    element.current?.querySelector<HTMLElement>('.sim-cashier-toggle')?.focus();
  };
  const summary = (
    <>
      {trouble ? (
        <p class="sim-faults-trouble" role="alert">
          {trouble}
        </p>
      ) : null}
      <InForce inForce={inForce} clear={clearAndStay} />
    </>
  );
  return (
    <div ref={element}>
      <CashierDisclosure title={words.title} summary={summary}>
        {presets.length > 0 ? <PresetList presets={presets} inForce={inForce} use={use} /> : null}
      </CashierDisclosure>
    </div>
  );
}

/** Stays in the page while it is empty, so that a screen reader says what comes into it. */
function InForce({ inForce: { presets, otherRules }, clear }: { inForce: FaultsInForce; clear(): void }) {
  const isEmpty = presets.length === 0 && otherRules === 0;
  return (
    <div class={isEmpty ? undefined : 'sim-faults-in-force'}>
      <div role="status">
        {isEmpty ? null : <b>{words.inForce}</b>}
        {presets.map((preset) => (
          <p key={preset.name}>{titleOf(preset)}</p>
        ))}
        {otherRules > 0 ? <p>{words.others(otherRules)}</p> : null}
        {presets.length > 0 ? <small>{words.thenPay}</small> : null}
      </div>
      {isEmpty ? null : (
        <button type="button" class="sim-cashier-pill" onClick={clear}>
          {words.clear}
        </button>
      )}
    </div>
  );
}

interface PresetListProps {
  presets: readonly TradePreset[];
  inForce: FaultsInForce;
  use(preset: TradePreset): void;
}

function PresetList({ presets, inForce, use }: PresetListProps) {
  const [filter, setFilter] = useState('');
  const shown = presets.filter((preset) => matches(preset, filter));
  const namesInForce = new Set(inForce.presets.map(({ name }) => name));
  return (
    <>
      <input
        type="search"
        class="sim-faults-filter"
        aria-label={words.filter}
        placeholder={words.filter}
        value={filter}
        onInput={(event) => setFilter(event.currentTarget.value)}
      />
      <p class="sim-faults-none" role="status">
        {shown.length === 0 ? words.none : null}
      </p>
      <ul class="sim-faults-list" aria-label={words.title}>
        {shown.map((preset) => (
          <PresetRow key={preset.name} preset={preset} isInForce={namesInForce.has(preset.name)} use={use} />
        ))}
      </ul>
    </>
  );
}

function PresetRow(props: { preset: TradePreset; isInForce: boolean; use(preset: TradePreset): void }) {
  const { preset, isInForce, use } = props;
  const action = isInForce ? words.inForce : words.use;
  return (
    <li>
      <span class="sim-faults-words">
        {titleOf(preset)}
        <code>{preset.name}</code>
      </span>
      {preset.isGlobal ? (
        <span class="sim-faults-global" title={words.globalHint}>
          {words.global}
        </span>
      ) : null}
      <button
        type="button"
        class={isInForce ? 'sim-cashier-pill is-in-force' : 'sim-cashier-pill'}
        // Not `disabled`, which would take the focus away from whoever has just pressed it.
        aria-disabled={isInForce}
        aria-label={`${action} ${titleOf(preset)}`}
        onClick={() => isInForce || use(preset)}
      >
        {action}
      </button>
    </li>
  );
}

function titleOf({ title, titleZh }: SandboxPreset): string {
  return language === 'en' ? title : titleZh;
}

function matches({ name, title, titleZh }: SandboxPreset, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return [name, title, titleZh].some((text) => text.toLowerCase().includes(wanted));
}
