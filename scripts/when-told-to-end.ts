/** What ends a command that runs until it is told to. */

/** A terminal sends its Ctrl-C to npm and to us, and npm hands its own on: signals within this time are one wish. */
const ONE_WISH_MS = 500;
const LOOK_AT_STARTER_EVERY_MS = 250;

/** What to do when somebody wants the process to end. */
export interface EndWishes {
  /** The first wish: end in good order. */
  end(): void;
  /** Somebody asked again: at once. */
  endNow(): void;
  /** npm started us, so its end is ours: else a killed npm would leave the ports taken by what nobody sees. */
  startedByNpm: boolean;
}

/** Listens for Ctrl-C, SIGTERM, and the end of the npm that started this process. */
export function whenToldToEnd({ end, endNow, startedByNpm }: EndWishes): void {
  let wishes: 'none' | 'one' | 'heard' = 'none';
  const wish = (): void => {
    if (wishes === 'heard') endNow();
    if (wishes !== 'none') return;
    wishes = 'one';
    setTimeout(() => {
      wishes = 'heard';
    }, ONE_WISH_MS).unref();
    end();
  };
  process.on('SIGINT', wish);
  process.on('SIGTERM', wish);
  if (startedByNpm) whenStarterEnds(wish);
}

function whenStarterEnds(act: () => void): void {
  const starter = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(looking);
    act();
  }, LOOK_AT_STARTER_EVERY_MS);
  looking.unref();
}
