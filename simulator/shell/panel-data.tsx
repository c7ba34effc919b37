import type { PanelProps } from './panel-props';
import { texts } from './texts';
import { useReading } from './use-journal';

const words = texts.panel;

/** The page stack, the page on top first, with what each page draws. */
export function PanelData({ state }: PanelProps) {
  const pages = useReading(() => state.view().wiring?.pages() ?? []);
  return (
    <section class="sim-card sim-log" aria-label={words.tabs.data}>
      {[...pages].reverse().map(({ path, query, data }, index) => (
        <details key={`${pages.length - index}`} open={index === 0}>
          <summary>
            {path}
            <small>{Object.keys(query).length > 0 ? JSON.stringify(query) : ''}</small>
          </summary>
          <pre>{JSON.stringify(data, null, 2)}</pre>
        </details>
      ))}
    </section>
  );
}
