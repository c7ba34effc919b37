import type { FunctionName } from '../contract/requests';
import type { Backend } from './backend';
import { BackendError } from './backend-error';
import type { Clock } from './clock';

/** How long to wait before each further try. */
export const RETRY_WAITS_MS = [600, 1_800] as const;

/** `order-create` decides for itself when to ask again (models/checkout.ts), and a payment is asked about anyway. */
const ASKED_ONCE: readonly FunctionName[] = ['order-create', 'order-query'];

/**
 * Asks again when the network lost a call, before anybody is told: a phone in a lift is no reason for a sentence. Every
 * function it does this for may run twice without harm. A timeout is not repeated: it has taken long enough.
 */
export function patientBackend({ backend, clock }: { backend: Backend; clock: Clock }): Backend {
  return {
    async call(name, request) {
      for (const waitMs of ASKED_ONCE.includes(name) ? [] : RETRY_WAITS_MS) {
        try {
          return await backend.call(name, request);
        } catch (error) {
          if (!(error instanceof BackendError) || error.reason !== 'unreachable') throw error;
          await new Promise<void>((resolve) => clock.after(waitMs, resolve));
        }
      }
      return backend.call(name, request);
    },
  };
}
