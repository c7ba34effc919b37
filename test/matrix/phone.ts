/** A buyer's phone: the real client SDK from npm over HTTP, many at once in one process. */
import { AsyncLocalStorage } from 'node:async_hooks';
import MPServerless from '@alicloud/mpserverless-sdk';
import type { Clock } from '../../cloudfunctions/backend/flow/ports';
import type { Refused } from '../../contract/errors';
import type { OrderCreateRequest, OrderReply } from '../../contract/requests';
import type { OrderView } from '../../contract/views';

export type Answer = OrderReply | Refused;

export interface Phone {
  buyerId: string;
  /** The app's call of a function. Rejects when no answer comes, as the app's does. */
  call(name: string, args: unknown): Promise<unknown>;
  /** Asks for an order; the same request id is the same purchase. */
  create(request?: Partial<OrderCreateRequest>): Promise<Answer>;
  query(orderNo: string): Promise<Answer>;
  close(orderNo: string): Promise<Answer>;
}

export interface PhoneOptions {
  buyerId: string;
  clock: Clock;
  space: { spaceId: string; clientSecret: string; appId: string };
  /** Where the cloud is now. */
  endpoint(): string;
  authCode(): string;
  /** Told of every order that an answer shows. */
  saw(shown: OrderView): void;
}

type Sdk = InstanceType<typeof MPServerless>;

interface RequestOptions {
  url: string;
  data: unknown;
  method: string;
  headers: Record<string, string>;
  complete(result: unknown): void;
}

/** Shorter than any session's life. */
const SIGN_IN_AGAIN_AFTER_MS = 300_000;

/** Whose turn it is: the SDK takes auth codes from a global, of which all phones of this process have only one. */
const calling = new AsyncLocalStorage<() => string>();
const platform = { request, getAuthCode };

let phones = 0;

export function phone({ buyerId, clock, space, endpoint, authCode, saw }: PhoneOptions): Phone {
  Object.assign(globalThis, { my: platform });
  phones += 1;
  const number = phones;
  let session: { endpoint: string; sinceMs: number; sdk: Promise<Sdk> } | undefined;
  let purchases = 0;

  /** A session of its own for each address, renewed when the clock has leapt over its life. */
  function signedIn(): Promise<Sdk> {
    const here = endpoint();
    const isFresh = session?.endpoint === here && Math.abs(clock.nowMs() - session.sinceMs) < SIGN_IN_AGAIN_AFTER_MS;
    if (!session || !isFresh) session = { endpoint: here, sinceMs: clock.nowMs(), sdk: signIn(here) };
    const { sdk } = session;
    // A sign-in that failed is not kept: the app tries again.
    sdk.catch(() => {
      if (session?.sdk === sdk) session = undefined;
    });
    return sdk;
  }

  async function signIn(here: string): Promise<Sdk> {
    const sdk = new MPServerless(platform as never, { ...space, endpoint: here } as never);
    await sdk.init();
    return sdk;
  }

  const call = (name: string, args: unknown): Promise<unknown> =>
    calling.run(authCode, async () => {
      const sdk = await signedIn();
      const { result } = (await sdk.function.invoke(name, args as never)) as { result: unknown };
      return result;
    });

  async function callForOrder(name: string, args: unknown): Promise<Answer> {
    const answer = (await call(name, args)) as Answer;
    if (answer.ok) saw(answer.order);
    return answer;
  }

  return {
    buyerId,
    call,
    create({ requestId, items = [{ goodsId: 'tea', quantity: 1 }] } = {}) {
      purchases += 1;
      return callForOrder('order-create', { requestId: requestId ?? `purchase-${number}-number-${purchases}`, items });
    },
    query: (orderNo) => callForOrder('order-query', { orderNo }),
    close: (orderNo) => callForOrder('order-close', { orderNo }),
  };
}

// --- Internal helpers ---

async function request({ url, data, method, headers, complete }: RequestOptions): Promise<void> {
  const answer = await fetch(url, { method, headers, body: JSON.stringify(data) })
    .then(async (response) => ({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      data: await response.json(),
    }))
    // 12 is how my.request says that the network failed (reference serverless-platform 1.5).
    .catch(() => ({ error: 12 }));
  complete(answer);
}

async function getAuthCode({ complete }: { complete(result: unknown): void }): Promise<void> {
  complete({ authCode: calling.getStore()?.() ?? '' });
}
