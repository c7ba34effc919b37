import { useEffect, useState } from 'preact/hooks';
import { type Journal, setDataJournal } from '../journal';

/** The entries of a journal, the latest first, as they come. */
export function useJournal<Entry>(journal: Journal<Entry>): readonly Entry[] {
  const [entries, setEntries] = useState(journal.entries());
  useEffect(() => {
    const show = (): void => setEntries(journal.entries());
    show();
    return journal.watch(show);
  }, [journal]);
  return [...entries].reverse();
}

/** What `read` gives, read again whenever the mini-program sets data and twice a second: not everything tells of itself. */
export function useReading<Value>(read: () => Value): Value {
  const [value, setValue] = useState(read());
  useEffect(() => {
    const again = (): void => setValue(read());
    again();
    const timer = setInterval(again, 500);
    const stop = setDataJournal.watch(again);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
  return value;
}
