import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { verifyEvent } from '../../../cloudfunctions/backend/host/event-signature';
import { merchantEvents, sendByClient } from '../../../cloudfunctions/backend/host/merchant-events';
import { projectRoot } from '../../support/source-tree';
import { testClock } from '../../support/test-clock';

const SECRET = 'a secret of these tests, of 32 characters';
const EVENT = { eventId: 'ORDER-1', type: 'order.paid' } as const;
const TEXT = JSON.stringify({ ...EVENT, subject: '绿茶 🍵 & "tea"' });

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let server: Server;
let url: string;
let received: Received[];
let answer: { status: number; headers?: Record<string, string> };

beforeEach(async () => {
  received = [];
  answer = { status: 204 };
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answer.status, answer.headers).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}/events`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

const clock = testClock();
const post = (to = url) => merchantEvents({ url: to, secret: SECRET, clock }).post(EVENT, TEXT);
const check = ({ headers, body }: Received, more = {}) =>
  verifyEvent({ body, headers, secret: SECRET, nowMs: clock.nowMs(), ...more });

describe('an event on its way', () => {
  test('arrives as it was written, with id, type, time and a signature that the receiver can verify', async () => {
    expect(await post()).toEqual({ kind: 'delivered' });
    const [message] = received;
    expect(message).toMatchObject({
      body: TEXT,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-shouyin-event-id': EVENT.eventId,
        'x-shouyin-event-type': EVENT.type,
        'x-shouyin-timestamp': String(Math.floor(clock.nowMs() / 1_000)),
      },
    });
    expect(check(message as Received)).toEqual({ ok: true });
  });

  test('is signed in the way that is documented, so that any language can verify it', async () => {
    await post();
    const { headers, body } = received[0] as Received;
    const hmac = createHmac('sha256', SECRET).update(`${headers['x-shouyin-timestamp']}.${body}`).digest('hex');
    expect(headers['x-shouyin-signature']).toBe(`v1=${hmac}`);
  });

  test.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [299, 'delivered'],
    [302, 'failed'],
    [400, 'failed'],
    [404, 'failed'],
    [500, 'failed'],
  ])('answered with %d is %s', async (status, kind) => {
    answer = { status, headers: status === 302 ? { location: `${url}/elsewhere` } : {} };
    expect(await post()).toMatchObject({ kind });
    expect(received).toHaveLength(1);
  });

  test('to where nobody listens has failed, without the address in the words', async () => {
    server.close();
    expect(await post()).toEqual({ kind: 'failed', detail: 'ECONNREFUSED' });
  });

  test('to a receiver that hangs up, or wants to speak something else, has failed', async () => {
    server.removeAllListeners('request').on('request', ({ socket }) => socket.destroy());
    expect(await post()).toEqual({ kind: 'failed', detail: 'ECONNRESET' });
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: another\r\n\r\n';
    server.removeAllListeners('request').on('request', ({ socket }) => socket.write(upgrade));
    expect(await post()).toEqual({ kind: 'failed', detail: 'NoAnswer' });
  });

  test('that is taken and never answered has failed after five seconds', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const taken = once(server.removeAllListeners('request'), 'request');
      const posted = post();
      await taken;
      jest.advanceTimersByTime(5_000);
      expect(await posted).toEqual({ kind: 'failed', detail: 'no answer within 5000 ms' });
    } finally {
      jest.useRealTimers();
    }
  });

  test('does not wait for a receiver that never answers, so that thousands keep no sweep waiting; one in ten seconds tries', async () => {
    const ticking = testClock();
    const state = { sent: 0, answers: false };
    const send = async () => {
      state.sent += 1;
      if (!state.answers) throw Object.assign(new Error(), { name: 'TimeoutError' });
      return 500;
    };
    const events = merchantEvents({ url, secret: SECRET, clock: ticking, send });
    const many = () => Promise.all(Array.from({ length: 5 }, () => events.post(EVENT, TEXT)));
    for (let n = 0; n < 3; n += 1) await events.post(EVENT, TEXT);
    expect(await many()).toEqual(
      Array(5).fill({ kind: 'failed', detail: 'not sent: the receiver has not been answering' }),
    );
    expect(state.sent).toBe(3);
    ticking.advance(10_000);
    await many();
    expect(state.sent).toBe(4);
    ticking.advance(-600_000);
    state.answers = true;
    await many();
    expect(state.sent).toBe(5);
    await many();
    expect(state.sent).toBe(10);
  });

  test('is sent by the platform’s own client where there is one', async () => {
    const calls: unknown[] = [];
    const client = {
      request: async (...call: [string, Record<string, unknown>]) => {
        calls.push(call);
        return { status: 200 };
      },
    };
    const events = merchantEvents({ url, secret: SECRET, clock, send: sendByClient(client) });
    expect(await events.post(EVENT, TEXT)).toEqual({ kind: 'delivered' });
    expect(calls).toEqual([
      [url, expect.objectContaining({ method: 'POST', data: TEXT, followRedirect: false, timeout: 5_000 })],
    ]);
  });
});

/** The receiver that the documentation offers, run as it is but for its port; what it prints is what it took. */
async function documentedReceiver() {
  const [, example = ''] = /```js\n([\s\S]+?)```/.exec(readFileSync(join(projectRoot, 'docs/events.md'), 'utf8')) ?? [];
  const anyPort = "listen(0, '127.0.0.1', function () { console.log(this.address().port); })";
  const receiver = spawn(process.execPath, ['-e', example.replace('listen(9000)', anyPort)], {
    env: { SHOUYIN_EVENTS_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = createInterface(receiver.stdout)[Symbol.asyncIterator]();
  const said = async () => (await printed.next()).value as string;
  return { url: `http://127.0.0.1:${await said()}/`, said, stop: () => receiver.kill() };
}

test('the platform’s client, which waits for an answer that never ends, is not waited for', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  try {
    const endless = { request: () => new Promise<never>(() => {}) };
    const posted = merchantEvents({ url, secret: SECRET, clock, send: sendByClient(endless) }).post(EVENT, TEXT);
    jest.advanceTimersByTime(5_000);
    expect(await posted).toEqual({ kind: 'failed', detail: 'no answer within 5000 ms' });
  } finally {
    jest.useRealTimers();
  }
});

describe('the receiver of the documentation', () => {
  test('takes what is ours, refuses what is not, and outlives a sender that hangs up', async () => {
    const receiver = await documentedReceiver();
    try {
      const now = { nowMs: () => Date.now() };
      const forged = merchantEvents({ url: receiver.url, secret: 'another secret', clock: now });
      expect(await forged.post(EVENT, TEXT)).toEqual({ kind: 'failed', detail: 'HTTP 400' });
      const stale = merchantEvents({ url: receiver.url, secret: SECRET, clock: { nowMs: () => Date.now() - 301_500 } });
      expect(await stale.post(EVENT, TEXT)).toEqual({ kind: 'failed', detail: 'HTTP 400' });
      const unsigned = request(receiver.url, { method: 'POST' }).end('{}');
      expect((await once(unsigned, 'response'))[0]).toMatchObject({ statusCode: 400 });
      const cut = request(receiver.url, { method: 'POST', headers: { 'content-length': '100' } }).on('error', () => {});
      cut.write('{', () => cut.destroy());
      await new Promise((resolve) => cut.on('close', resolve));
      const events = merchantEvents({ url: receiver.url, secret: SECRET, clock: now });
      expect(await events.post(EVENT, TEXT)).toEqual({ kind: 'delivered' });
      expect(await receiver.said()).toBe(`${EVENT.eventId} ${EVENT.type}`);
    } finally {
      receiver.stop();
    }
  });
});

describe('a receiver', () => {
  test.each([
    ['that was changed', 'bad_signature', { body: TEXT.replace('绿', '红') }],
    ['signed with another secret', 'bad_signature', { secret: 'another secret' }],
    ['under another time', 'bad_signature', { headers: { 'x-shouyin-timestamp': '1' } }],
    ['without a signature', 'signature_missing', { headers: { 'x-shouyin-signature': undefined } }],
    ['with two signatures', 'signature_missing', { headers: { 'x-shouyin-signature': ['v1=a', 'v1=b'] } }],
    ['without a time', 'signature_missing', { headers: { 'x-shouyin-timestamp': undefined } }],
    ['with a signature that is none', 'bad_signature', { headers: { 'x-shouyin-signature': 'v1=' } }],
    ['sent again after five minutes', 'too_old', { nowMs: clock.nowMs() + 301_500 }],
    ['from the future', 'too_old', { nowMs: clock.nowMs() - 301_500 }],
  ])(
    'refuses a message %s',
    async (_, reason, { headers, ...more }: Record<string, unknown> & { headers?: object }) => {
      await post();
      const message = received[0] as Received;
      const changed = { ...message, headers: { ...message.headers, ...headers } };
      expect(check(changed, more)).toEqual({ ok: false, reason });
    },
  );

  test.each([299_000, -299_000])('accepts a clock that differs by %d ms', async (skewMs) => {
    await post();
    expect(check(received[0] as Received, { nowMs: clock.nowMs() + skewMs })).toEqual({ ok: true });
  });
});
