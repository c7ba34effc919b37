import type { EventPosted } from '../../cloudfunctions/backend/flow/ports';
import type { MerchantEvent } from '../../contract/events';
import type { TestBackend } from './backend';

export interface MerchantReceiver {
  /** What arrived, in order, copies included. */
  readonly received: MerchantEvent[];
  /** The next deliveries fail, in this way. */
  fail(...details: string[]): void;
  /** The next delivery arrives, but its confirmation is lost: the sender dies, or hears nothing. */
  loseConfirmation(): void;
  types(): string[];
}

/** The merchant's own system beside a test backend, which from now on tells it what happens. */
export function merchantReceiver(backend: TestBackend): MerchantReceiver {
  const received: MerchantEvent[] = [];
  const failures: { detail: string; arrives: boolean }[] = [];
  backend.ports.events = {
    async post(_, text): Promise<EventPosted> {
      const failure = failures.shift();
      if (!failure || failure.arrives) received.push(JSON.parse(text) as MerchantEvent);
      return failure ? { kind: 'failed', detail: failure.detail } : { kind: 'delivered' };
    },
  };
  return {
    received,
    fail: (...details) => void failures.push(...details.map((detail) => ({ detail, arrives: false }))),
    loseConfirmation: () => void failures.push({ detail: 'TimeoutError', arrives: true }),
    types: () => received.map(({ type }) => type),
  };
}

/** Lets everything that was begun without waiting come to its end. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
