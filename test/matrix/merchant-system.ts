import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { OperatorOrderReply, OrderRefundRequest } from '../../contract/operator';
import type { ToldEvent } from './auditor';

export const OPERATOR_TOKEN = 'the operator token of the matrix, as long as it must be';
export const EVENTS_SECRET = 'the secret of the events of the matrix, long enough';

/** What an operator's call comes to; a refusal has its reason. */
export type OperatorAnswer = OperatorOrderReply | { ok: false; reason: string; message: string };

/** The merchant's own system: hears of events, and refunds with the operator's token, over HTTP both. */
export interface MerchantSystem {
  eventsUrl: string;
  /** Every event that came with the right signature, copies included, in the order of arrival. */
  readonly events: readonly ToldEvent[];
  /** The next so many events are taken in and their confirmation is lost. */
  loseConfirmations(count: number): void;
  /** While it is down it answers nothing but HTTP 503. */
  setDown(isDown: boolean): void;
  refund(request: OrderRefundRequest): Promise<OperatorAnswer>;
  look(orderNo: string): Promise<OperatorAnswer>;
  close(): Promise<void>;
}

/** `endpoint` is where our servers are reached. */
export async function merchantSystem(endpoint: () => string): Promise<MerchantSystem> {
  const events: ToldEvent[] = [];
  let toLose = 0;
  let isDown = false;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (isDown) return void response.writeHead(503).end();
    const signed = `${request.headers['x-shouyin-timestamp']}.${body}`;
    const signature = `v1=${createHmac('sha256', EVENTS_SECRET).update(signed).digest('hex')}`;
    if (request.headers['x-shouyin-signature'] !== signature) return void response.writeHead(401).end();
    events.push(JSON.parse(body) as ToldEvent);
    if (toLose === 0) return void response.writeHead(204).end();
    toLose -= 1;
    response.destroy();
  }
  const server = createServer((request, response) => void receive(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function call(path: string, args: unknown): Promise<OperatorAnswer> {
    const headers = { 'content-type': 'application/json', 'x-operator-token': OPERATOR_TOKEN };
    const response = await fetch(`${endpoint()}/http/${path}`, { method: 'POST', headers, body: JSON.stringify(args) });
    const answer = (await response.json()) as OperatorAnswer & { error?: unknown };
    if (typeof answer.ok !== 'boolean') throw new Error(`${path} failed: ${JSON.stringify(answer)}`);
    return answer;
  }

  return {
    eventsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    events,
    loseConfirmations(count) {
      toLose = count;
    },
    setDown(down) {
      isDown = down;
    },
    refund: (request) => call('order-refund', request),
    look: (orderNo) => call('operator-order', { orderNo }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
