/**
 * Doors: what turns one call of the platform into one flow. The platform wants the function itself as `module.exports`;
 * its successor wants `.main` (reference serverless-platform 5), so a door is both.
 */
import './array-at';
import { type OperatorRefusalReason, type Refused, refused } from '../../../contract/errors';
import type { Ports } from '../flow/ports';
import type { Buyer } from '../order/order';
import { buyerIpOf, buyerOf } from './buyer';
import { contextOf } from './cloudbase';
import type { FunctionContext, HttpTriggerArgs } from './context';
import { portsOf } from './ports-of';

/** Takes the platform's `ctx`, or the arguments that its successor hands over. */
export type Door = ((given: unknown) => Promise<unknown>) & { main: (given: unknown) => Promise<unknown> };

function door(run: (ctx: FunctionContext) => Promise<unknown>): Door {
  const entry = async (given: unknown) => await run(contextOf(given));
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
export function buyerDoor<Reply>(
  flow: (ports: Ports, buyer: Buyer, args: unknown) => Promise<Reply | Refused<OperatorRefusalReason>>,
): Door {
  return door(async (ctx) => {
    const buyer = await buyerOf(ctx);
    if (!buyer) return refused('not_signed_in', 'the session names no Alipay user; authorize with an auth code');
    return flow({ ...portsOf(ctx), buyerIp: buyerIpOf(ctx) }, buyer, ctx.args);
  });
}

/**
 * For flows on behalf of an operator: known by the session, or by a token that comes as the argument `operatorToken` or, by HTTP, as
 * the header `x-operator-token`. By HTTP the arguments are the body, in JSON.
 */
export function operatorDoor<Reply>(
  flow: (ports: Ports, operator: string, args: unknown) => Promise<Reply | Refused<OperatorRefusalReason>>,
): Door {
  return door(async (ctx) => {
    const ports = portsOf(ctx);
    const call =
      ctx.env.MP_SOURCE === 'http' ? callByHttp(ctx.args as Partial<HttpTriggerArgs> | null) : callOf(ctx.args);
    const byToken = ports.operators?.recognise({ token: call.token }) ?? null;
    const operator = byToken ?? (await operatorInSession(ctx, ports));
    if (!operator) return refused('not_operator', 'this needs the session of an operator, or the operator token');
    return flow(ports, operator, call.args);
  });
}

interface OperatorCall {
  token?: string;
  args: unknown;
}

function callOf(args: unknown): OperatorCall {
  const token = (args as { operatorToken?: unknown } | null | undefined)?.operatorToken;
  return { args, ...(typeof token === 'string' ? { token } : {}) };
}

function callByHttp(message: Partial<HttpTriggerArgs> | null): OperatorCall {
  const { body, headers } = messageOf(message);
  return { args: jsonOf(body), token: headers['x-operator-token'] };
}

/** What is no JSON is no arguments; the flow then says which are missing. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only a call from the app has a session; others have nobody who could be asked for. */
async function operatorInSession(ctx: FunctionContext, ports: Ports): Promise<string | null> {
  if (ctx.env.MP_SOURCE !== 'client') return null;
  const buyer = await buyerOf(ctx);
  return buyer ? (ports.operators?.recognise({ buyerId: buyer.id }) ?? null) : null;
}

/** For messages that come by HTTP; the flow's text is the body of the reply. */
export function messageDoor(flow: (ports: Ports, message: HttpMessage) => Promise<string>): Door {
  return door((ctx) => flow(portsOf(ctx), messageOf(ctx.args as Partial<HttpTriggerArgs> | null)));
}

interface HttpMessage {
  /** What follows the path of the trigger; `/` when nothing does. */
  path: string;
  body: string;
  headers: Record<string, string>;
}

/** The body as text, whichever way the platform wrapped it: raw, base64, or missing. */
function messageOf(args: Partial<HttpTriggerArgs> | null): HttpMessage {
  const raw = typeof args?.body === 'string' ? args.body : '';
  const body = args?.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  return { path: args?.path ?? '/', body, headers: inLowerCase(args?.headers ?? {}) };
}

/** The old platform hands names over in lower case; what its successor does is not documented (reference serverless-platform 7). */
function inLowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
