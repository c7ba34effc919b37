import { type RequestEntry, requestJournal } from '../journal';
import { ListHead } from './panel-controls';
import { texts } from './texts';
import { useJournal } from './use-journal';

const words = texts.panel;

/** The calls of `my.request`, the latest first. */
export function PanelRequests() {
  const entries = useJournal(requestJournal);
  return (
    <section class="sim-card sim-log" aria-label={words.tabs.requests}>
      <ListHead title={`${entries.length}`} clearWord={words.clear} clear={requestJournal.clear} />
      {entries.length === 0 ? <p class="sim-log-empty">{words.noRequests}</p> : null}
      {entries.map((entry, index) => (
        <details key={`${entries.length - index}`} data-level={entry.end?.error ? 'error' : undefined}>
          <summary>
            {entry.method} {shortened(entry.url)}
            <small>{outcome(entry)}</small>
          </summary>
          <pre>
            {entry.url}
            {entry.sent ? `\n\n${entry.sent}` : ''}
            {entry.end ? `\n\n${entry.end.error ?? ''}\n${JSON.stringify(entry.end.received, null, 2) ?? ''}` : ''}
          </pre>
        </details>
      ))}
    </section>
  );
}

function outcome({ end }: RequestEntry): string {
  if (!end) return '…';
  return `${end.status ?? end.error} ${end.tookMs} ms`;
}

/** Without the host, which is the same for most. */
function shortened(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '') || url;
}
