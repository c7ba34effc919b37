/**
 * Doors: what turns one call of the platform into one flow. The platform wants the function itself as `module.exports`;
 * its successor wants `.main` (reference serverless-platform 5), so a door is both.
 */
import { type Refused, refused } from '../../../contract/errors';
import type { Ports } from '../flow/ports';
import type { Buyer } from '../order/order';
import { buyerOf } from './buyer';
import type { FunctionContext, HttpTriggerArgs } from './context';
import { portsOf } from './ports';

export type Door = ((ctx: FunctionContext) => Promise<unknown>) & { main: (ctx: FunctionContext) => Promise<unknown> };

function door(entry: (ctx: FunctionContext) => Promise<unknown>): Door {
  return Object.assign(entry, { main: entry });
}

/** For flows that need no buyer and that anybody may call. */
export function openDoor(flow: (ports: Ports) => Promise<unknown>): Door {
  return door((ctx) => flow(portsOf(ctx)));
}

/** For flows that only a timer or the merchant's own servers may start, not whoever holds the app. */
export function timerDoor(flow: (ports: Ports) => Promise<unknown>): Door {
  return door(async (ctx) => {
    const fromOutside = ctx.env.MP_SOURCE === 'client' || ctx.env.MP_SOURCE === 'http';
    return fromOutside
      ? refused('bad_request', 'this function runs by timer; apps cannot call it')
      : flow(portsOf(ctx));
  });
}

/** For flows on behalf of the buyer whose session is calling. */
export function buyerDoor<Reply>(flow: (ports: Ports, buyer: Buyer, args: unknown) => Promise<Reply | Refused>): Door {
  return door(async (ctx) => {
    const buyer = await buyerOf(ctx);
    if (!buyer) return refused('not_signed_in', 'the session names no Alipay user; authorize with an auth code');
    return flow(portsOf(ctx), buyer, ctx.args);
  });
}

/** For messages that come by HTTP; the flow's text is the body of the reply. */
export function messageDoor(flow: (ports: Ports, message: HttpMessage) => Promise<string>): Door {
  return door((ctx) => flow(portsOf(ctx), messageOf(ctx.args as Partial<HttpTriggerArgs> | null)));
}

interface HttpMessage {
  body: string;
  headers: Record<string, string>;
}

/** The body as text, whichever way the platform wrapped it: raw, base64, or missing. */
function messageOf(args: Partial<HttpTriggerArgs> | null): HttpMessage {
  const raw = typeof args?.body === 'string' ? args.body : '';
  const body = args?.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  return { body, headers: args?.headers ?? {} };
}
