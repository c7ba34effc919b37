import { storagePrefix } from '../my/storage';
import { ListHead } from './panel-controls';
import type { PanelProps } from './panel-props';
import { texts } from './texts';
import { useReading } from './use-journal';

const words = texts.panel;

/** What `my.setStorage` has kept. */
export function PanelStorage({ appId }: PanelProps) {
  const prefix = storagePrefix(appId);
  const read = () =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .sort()
      .map((name) => ({ name, key: name.slice(prefix.length), value: localStorage.getItem(name) ?? '' }));
  const kept = useReading(read);
  const clear = () => {
    for (const { name } of read()) localStorage.removeItem(name);
  };
  return (
    <section class="sim-card sim-log" aria-label={words.tabs.storage}>
      <ListHead title={`${kept.length}`} clearWord={words.clearStorage} clear={clear} />
      {kept.length === 0 ? <p class="sim-log-empty">{words.noStorage}</p> : null}
      {kept.map(({ name, key, value }) => (
        <details key={name}>
          <summary>
            {key}
            <small>{value.length} B</small>
            <button
              type="button"
              aria-label={`${words.remove} ${key}`}
              onClick={(event) => {
                event.preventDefault();
                localStorage.removeItem(name);
              }}
            >
              ×
            </button>
          </summary>
          <pre>{pretty(value)}</pre>
        </details>
      ))}
    </section>
  );
}

function pretty(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
