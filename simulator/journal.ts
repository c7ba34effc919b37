/**
 * What the running mini-program does, written down for whoever looks: rooms that do something add entries, the panel beside
 * the phone and tests read them. Only the latest entries are kept.
 */
export interface Journal<Entry> {
  /** The oldest first. */
  entries(): readonly Entry[];
  add(entry: Entry): void;
  /** Puts a new version of an entry in its place; nothing happens when it is no longer kept. */
  replace(entry: Entry, by: Entry): void;
  clear(): void;
  /** Returns the function that stops watching. */
  watch(watcher: () => void): () => void;
}

/** How many entries of a kind are kept. */
const keptEntries = 200;

function journal<Entry>(): Journal<Entry> {
  let entries: readonly Entry[] = [];
  const watchers = new Set<() => void>();
  const put = (next: readonly Entry[]): void => {
    entries = next;
    for (const watcher of [...watchers]) watcher();
  };
  return {
    entries: () => entries,
    add: (entry) => put([...entries, entry].slice(-keptEntries)),
    replace: (entry, by) => put(entries.map((known) => (known === entry ? by : known))),
    clear: () => put([]),
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

/** One `setData` of a page or component. */
export interface SetDataEntry {
  /** Id of the page or component. */
  where: string;
  keys: readonly string[];
  /** About how much crosses from logic to view: text lengths, and eight for anything else. */
  bytes: number;
}

/** One `my.request`. */
export interface RequestEntry {
  method: string;
  url: string;
  /** What was sent, as text. */
  sent: string;
  startedAtMs: number;
  /** Absent while it is under way. */
  end?: { tookMs: number; status: number | null; error: string | null; received: unknown };
}

export const setDataJournal = journal<SetDataEntry>();
export const requestJournal = journal<RequestEntry>();
