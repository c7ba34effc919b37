import { Agent, request } from 'node:http';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { ERROR_MESSAGES } from '../../../sandbox/fshows/answer';
import { seededRandom } from '../support/seeded-random';
import { type MalformedRequest, malformedRequest, type SoundCall } from './support/malformed-requests';
import {
  BILL,
  BUYER_ID,
  CLOSE,
  CREATE,
  type Provider,
  provider,
  QUERY,
  REFUND,
  REFUND_QUERY,
  REVERSE,
} from './support/provider';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const COUNT = 3000;
const AT_A_TIME = 50;

let clock: SandboxClock;
let sandbox: Sandbox;
let shop: Provider;
const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });

beforeAll(async () => {
  clock = sandboxClock({ frozenAtMs: START_MS });
  sandbox = await createSandbox({ clock });
  shop = await provider(sandbox.url);
  await shop.trade({ out_trade_no: 'OPEN' });
  const { prepayId } = await shop.trade({ out_trade_no: 'PAID' });
  sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
});
afterAll(async () => {
  agent.destroy();
  await sandbox.close();
});

/** Each would change something, or give something away, if it were believed. */
const CALLS: readonly SoundCall[] = [
  {
    method: CREATE,
    content: {
      out_trade_no: 'NEW',
      notify_url: 'http://127.0.0.1:9/',
      total_amount: '1.00',
      discountable_amount: '1.00',
      subject: '茶',
      body: '热的',
      sub_merchant: { merchant_id: '99990101000000000001' },
      buyer_id: BUYER_ID,
    },
    required: ['out_trade_no', 'total_amount', 'subject', 'sub_merchant', 'buyer_id'],
  },
  { method: QUERY, content: { out_trade_no: 'PAID' }, required: ['out_trade_no'] },
  { method: CLOSE, content: { out_trade_no: 'OPEN' }, required: ['out_trade_no'] },
  { method: REVERSE, content: { out_trade_no: 'PAID' }, required: ['out_trade_no'] },
  {
    method: REFUND,
    content: { out_trade_no: 'PAID', out_refund_no: 'R1' },
    required: ['out_trade_no', 'out_refund_no'],
  },
  { method: REFUND_QUERY, content: { out_trade_no: 'PAID', out_refund_no: 'R1' }, required: ['out_trade_no'] },
  { method: BILL, content: { bill_date: '20261121', pay_platform: '1' }, required: ['bill_date', 'pay_platform'] },
];

test.each([1, 2])(`${COUNT / 2} malformed requests of seed %i change nothing and are each told why`, async (seed) => {
  const random = seededRandom(seed);
  const before = sandbox.snapshot().digest;
  const complaints: string[] = [];
  for (let sentCount = 0; sentCount < COUNT / 2; sentCount += AT_A_TIME) {
    const batch = Array.from({ length: AT_A_TIME }, () => malformedRequest(random, shop.app, CALLS));
    const replies = await Promise.all(batch.map(sent));
    complaints.push(...batch.flatMap((each, index) => complaintAbout(each, replies[index] as Reply) ?? []));
  }
  expect(complaints.slice(0, 5)).toEqual([]);
  expect(sandbox.snapshot().digest).toBe(before);
});

test('with everything tolerated, malformed requests still change nothing and get an envelope', async () => {
  sandbox.setFshowsRules({
    takesQueryParameters: true,
    takesSpacesInSign: true,
    takesUnsignedSignType: true,
    takesJsonBody: true,
    takesContentObject: true,
  });
  const random = seededRandom(3);
  const before = sandbox.snapshot().digest;
  const requests = Array.from({ length: 500 }, () => malformedRequest(random, shop.app, CALLS));
  const unbelieved = requests.filter(({ search }) => !search.includes('sign='));
  for (const each of unbelieved) {
    expect(complaintAbout({ ...each, code: /^-\d{3}$/ }, await sent(each))).toBeUndefined();
  }
  expect(sandbox.snapshot().digest).toBe(before);
});

test('a body of more than a megabyte is -101, like any other that cannot be read', async () => {
  const body = Buffer.alloc(1024 * 1024 + 1, 'a');
  const reply = await sent({ what: 'a long body', body, contentType: undefined, search: '', code: /^-101$/ });
  expect(reply).toMatchObject({ status: 200, text: expect.stringContaining('"-101"') });
});

interface Reply {
  status: number;
  contentType: string | undefined;
  text: string;
}

function complaintAbout({ what, code }: MalformedRequest, { status, contentType, text }: Reply): string | undefined {
  const complain = (why: string) => `${why}: ${what.slice(0, 300)} → ${status} ${text.slice(0, 300)}`;
  if (status !== 200 || contentType !== 'application/json;charset=UTF-8') return complain('not HTTP 200 and JSON');
  const told = JSON.parse(text) as Record<string, unknown>;
  if (Object.keys(told).join() !== 'error_code,error_message,success') return complain('not the envelope');
  if (told.success !== false || !code.test(String(told.error_code))) return complain(`not ${code}`);
  return told.error_message === MESSAGES[String(told.error_code)] ? undefined : complain('not its words');
}

const MESSAGES: Readonly<Record<string, string>> = ERROR_MESSAGES;

function sent({ search, body, contentType }: MalformedRequest): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': body.length, ...(contentType ? { 'content-type': contentType } : {}) };
    const call = request(`${shop.app.gateway}${search}`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, contentType: response.headers['content-type'], text });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
