import type { Clock } from '../flow/ports';

/** So many tries in a row without an answer in time, and a receiver is left alone. */
const MOST_SILENCES = 3;
/** For so long; then one try finds out whether it answers again. */
const REST_MS = 10_000;

/** Whether a receiver is worth waiting for, as this node has found it lately. */
export interface ReceiverRest {
  /** Yes to one caller only, while the receiver is silent and its rest is over. */
  mayTry(): boolean;
  note(isSilent: boolean): void;
}

/**
 * A circuit breaker against silence alone: an answer, whatever it says, costs nothing, but every try that waits for one in vain takes up
 * a place in the sweep, and thousands of them would keep refunds and closings waiting.
 */
export function receiverRest(clock: Clock): ReceiverRest {
  let silences = 0;
  let restsUntilMs = 0;

  function rest(): void {
    restsUntilMs = clock.nowMs() + REST_MS;
  }

  return {
    mayTry() {
      if (silences < MOST_SILENCES) return true;
      const restMs = restsUntilMs - clock.nowMs();
      // A clock that was set back must not prolong it.
      if (restMs > 0 && restMs <= REST_MS) return false;
      rest();
      return true;
    },
    note(isSilent) {
      silences = isSilent ? silences + 1 : 0;
      if (isSilent) rest();
    },
  };
}
