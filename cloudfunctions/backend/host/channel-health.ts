import type { ChannelHealth, Clock } from '../flow/ports';

/** So many calls in a row without an answer, or so many creates, and new trades go elsewhere. */
const MOST_FAILURES = 5;
/** How long after its last failure a channel that is down is tried with new trades again. */
const REST_MS = 10_000;

interface Circuit {
  /** Calls in a row that were not answered. */
  failures: number;
  /** The same of creates alone: a channel may answer every question and yet open no trade. */
  failedCreates: number;
  /** When new trades may try it again; null while it is up. */
  nextTryAtMs: number | null;
}

/**
 * A circuit breaker for each channel of each merchant: it only chooses where new trades are opened, and never keeps a question about
 * an existing one from being asked. What it knows is this node's own and is lost with it.
 */
export function channelHealth(clock: Clock): ChannelHealth {
  const circuits = new Map<string, Circuit>();

  function circuitOf(merchantId: string, channel: string): Circuit {
    const name = JSON.stringify([merchantId, channel]);
    const circuit = circuits.get(name) ?? { failures: 0, failedCreates: 0, nextTryAtMs: null };
    circuits.set(name, circuit);
    return circuit;
  }

  return {
    isUp(merchantId, channel) {
      const { nextTryAtMs } = circuitOf(merchantId, channel);
      const restMs = nextTryAtMs === null ? 0 : nextTryAtMs - clock.nowMs();
      // A clock that was set back must not keep a channel out for ever.
      return restMs <= 0 || restMs > REST_MS;
    },
    note(merchantId, channel, call, answered) {
      const circuit = circuitOf(merchantId, channel);
      circuit.failures = answered ? 0 : circuit.failures + 1;
      if (call === 'create') circuit.failedCreates = answered ? 0 : circuit.failedCreates + 1;
      const wasDown = circuit.nextTryAtMs !== null;
      const isDown = Math.max(circuit.failures, circuit.failedCreates) >= MOST_FAILURES;
      if (!isDown) circuit.nextTryAtMs = null;
      else if (!answered) circuit.nextTryAtMs = clock.nowMs() + REST_MS;
      if (isDown === wasDown) return null;
      return isDown ? 'went_down' : 'came_back';
    },
  };
}
