/** How often a thread is asked whether it is still there. */
const PING_INTERVAL_MS = 200;

/** Told of every answer of the thread, and stopped with it. */
export interface StallWatch {
  /** The thread has answered. */
  pong(): void;
  stop(): void;
}

/** The thread that is watched: nothing is asked of it while it is idle. */
export interface Watched {
  isIdle(): boolean;
  ping(): void;
  /** It has not answered for the longest time that it may compute without a pause. */
  stalled(): void;
}

/** Asks a thread again and again whether it is still there, while it has something to do. */
export function stallWatch(longestTurnMs: number, { isIdle, ping, stalled }: Watched): StallWatch {
  let silentMs = 0;
  const pinging = setInterval(() => {
    if (isIdle()) silentMs = 0;
    else if (silentMs < longestTurnMs) ping();
    else stalled();
    silentMs += PING_INTERVAL_MS;
  }, PING_INTERVAL_MS).unref();
  return {
    pong() {
      silentMs = 0;
    },
    stop: () => clearInterval(pinging),
  };
}
