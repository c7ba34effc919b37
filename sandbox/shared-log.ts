import type { Put, RecordLog } from './record-log';

/** One record log of two: a line of it may hold rows of both, such as a trade of the guest and the owner's money it moved. */
export interface SharedLog {
  /** What the owner opens as its log: it is not handed the guest's rows, and those are kept over a rewriting. */
  open(load: (put: Put) => void): RecordLog;
  /** For the guest, and for lines that hold rows of both. */
  append(puts: readonly Put[]): void;
  /** The guest's rows that were found on opening. */
  found(): readonly Put[];
}

/** One file with one owner and one guest, who comes later than the owner opens it. */
export function sharedLog(
  openFile: (load: (put: Put) => void) => RecordLog,
  isGuests: (put: Put) => boolean,
  guestPuts: () => readonly Put[] | undefined,
): SharedLog {
  const found = new Map<string, Put>();
  let log: RecordLog | undefined;
  return {
    open(load) {
      const opened = openFile((put) => {
        if (isGuests(put)) found.set(`${put[0]}/${put[1]}`, put);
        else load(put);
      });
      log = {
        ...opened,
        // Until the guest is there, its rows are those that were found.
        rewrite: (puts) => opened.rewrite([...puts, ...(guestPuts() ?? found.values())]),
      };
      return log;
    },
    append: (puts) => log?.append(puts),
    found: () => [...found.values()],
  };
}
