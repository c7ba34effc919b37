import { ListHead } from './panel-controls';
import type { PanelProps } from './panel-props';
import { texts } from './texts';

const words = texts.panel;

/** What the mini-program and the simulator say in the console, the latest first. */
export function PanelConsole({ state, view }: PanelProps) {
  return (
    <section class="sim-card sim-log" aria-label={words.tabs.console}>
      <ListHead title={`${view.log.length}`} clearWord={words.clear} clear={() => state.change({ log: [] })} />
      {view.log.length === 0 ? <p class="sim-log-empty">{words.noLines}</p> : null}
      <ol>
        {view.log.map((line) => (
          <li key={line.level + line.text} data-level={line.level}>
            {line.text}
            {line.times > 1 ? <b>×{line.times}</b> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
