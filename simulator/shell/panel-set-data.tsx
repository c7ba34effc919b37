import { setDataJournal } from '../journal';
import { ListHead } from './panel-controls';
import { texts } from './texts';
import { useJournal } from './use-journal';

const words = texts.panel;
/** From here on an entry is marked: a few of these in a row are felt on a phone. */
const largeBytes = 32 * 1024;

/** How much went from logic to view, and by whom; the latest first. */
export function PanelSetData() {
  const entries = useJournal(setDataJournal);
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <section class="sim-card sim-log" aria-label={words.tabs.setData}>
      <ListHead
        title={`${entries.length} × setData, ${size(total)}`}
        clearWord={words.clear}
        clear={setDataJournal.clear}
      />
      <ol>
        {entries.map(({ where, keys, bytes }, index) => (
          <li key={`${entries.length - index}`} data-level={bytes > largeBytes ? 'warn' : 'info'}>
            {where}
            <small>{size(bytes)}</small>
            <span>{keys.join(', ')}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`;
}
