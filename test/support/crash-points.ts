import type { Merchant, Ports } from '../../cloudfunctions/backend/flow/ports';
import type { TestBackend } from './backend';

/** What every call of a port throws in a process that has been killed. Nothing of it is ever answered. */
class Killed extends Error {}

const CHANNEL_CALLS = ['createTrade', 'queryTrade', 'closeTrade', 'refund', 'queryRefund'] as const;

export interface MortalProcess {
  ports: Ports;
  /** Crash points passed so far: two for every await of a port, before it is carried out and after. */
  readonly passed: number;
  readonly isDead: boolean;
}

/**
 * The backend in a process that is killed at the nth crash point: from then on it does nothing any more, whatever code still runs.
 * Store and channel outlive it, as they would.
 */
export function mortalProcess(backend: TestBackend, dieAt = Number.POSITIVE_INFINITY): MortalProcess {
  const state = { passed: 0 };
  const isDead = () => state.passed >= dieAt;
  const point = () => {
    if (!isDead()) state.passed += 1;
    if (isDead()) throw new Killed('killed');
  };

  /** The same port, whose every method passes two crash points. Methods that are not asynchronous are no awaits. */
  function mortal<Port extends object>(port: Port, names: readonly (keyof Port)[]): Port {
    const copy = { ...port };
    for (const name of names) {
      const method = port[name] as (...args: unknown[]) => Promise<unknown>;
      copy[name] = (async (...args: unknown[]) => {
        point();
        const result = await method(...args);
        point();
        return result;
      }) as Port[typeof name];
    }
    return copy;
  }

  const { store, ports } = backend;
  const [merchant] = ports.merchants;

  function mortalChannels(channels: Merchant['channels']): Merchant['channels'] {
    return Object.fromEntries(Object.entries(channels).map(([name, port]) => [name, mortal(port, CHANNEL_CALLS)]));
  }

  return {
    ports: {
      ...ports,
      store: mortal(store, ['insert', 'get', 'save', 'due', 'listByBuyer', 'listRefundAsks']),
      merchants: [{ ...merchant, channels: mortalChannels(merchant.channels) }],
      ...(ports.events ? { events: mortal(ports.events, ['post']) } : {}),
      goods: mortal(ports, ['goods']).goods,
    },
    get passed() {
      return state.passed;
    },
    get isDead() {
      return isDead();
    },
  };
}
