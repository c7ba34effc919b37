import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type MalformedRequest, malformedRequest, type SoundCall } from './support/malformed-requests';
import { BUYER_ID, type Merchant, merchant } from './support/merchant';
import { type SeededRandom, seededRandom } from './support/seeded-random';

const REQUESTS = 10_000;
const AT_ONCE = 32;
const SEED = 20261122;

describe('malformed requests', () => {
  let sandbox: Sandbox;
  let shop: Merchant;
  let calls: SoundCall[];
  const bugs: string[] = [];

  beforeAll(async () => {
    const log = (line: string) => {
      if (line.includes('a bug of the sandbox')) bugs.push(line);
    };
    sandbox = await createSandbox({ log });
    shop = await merchant(sandbox.url);
    await shop.trade({ outTradeNo: 'OPEN' });
    const paid = await shop.trade({ outTradeNo: 'PAID' });
    sandbox.pay({ tradeNo: paid, outcome: 'paid' });
    const code = sandbox.payCode();
    if ('reason' in code) throw new Error(code.reason);
    calls = soundCalls(shop.app.appId, code.payCode);
  });
  afterAll(() => sandbox.close());

  const state = () => JSON.stringify([sandbox.trades(9999), sandbox.notifies(9999)]);

  test(`${REQUESTS} of them get the documented code and change nothing`, async () => {
    const before = state();
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    const random = seededRandom(SEED);
    const wrong: string[] = [];
    let left = REQUESTS;

    async function sender(): Promise<void> {
      while (left > 0 && wrong.length < 5) {
        left -= 1;
        const malformed = malformedRequest(random, shop.app, calls);
        const complaint = complaintAbout(malformed, await sent(shop.app.gateway, malformed, agent));
        if (complaint) wrong.push(complaint);
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    agent.destroy();
    expect(wrong).toEqual([]);
    expect(bugs).toEqual([]);
    expect(state()).toBe(before);
    expect(await shop.query({ outTradeNo: 'OPEN' })).toMatchObject({ code: '10000', tradeStatus: 'WAIT_BUYER_PAY' });
  }, 90_000);

  test('bytes that are no HTTP, or end too early, cost a connection and nothing else', async () => {
    const before = state();
    const random = seededRandom(SEED);
    const replies = await Promise.all(
      Array.from({ length: 200 }, () => exchangedBytes(sandbox.url, brokenHttp(random))),
    );
    for (const reply of replies) expect(reply).toMatch(/^$|^HTTP\/1\.1 (200|400|404|413|414|421|431) /);
    expect(bugs).toEqual([]);
    expect(state()).toBe(before);
  });

  test.each`
    size                   | path                                  | body                      | status | answer
    ${'two megabytes'}     | ${'/gateway.do'}                      | ${'x'.repeat(2 << 20)}    | ${200} | ${/isv\.invalid-parameter/}
    ${'a query of 100 KB'} | ${`/gateway.do?a=${'b'.repeat(1e5)}`} | ${undefined}              | ${400} | ${/bad_request/}
    ${'a million &'}       | ${'/gateway.do'}                      | ${'&'.repeat(1_000_000)}  | ${200} | ${/isv\.missing-method/}
    ${'100,000 names'}     | ${'/gateway.do'}                      | ${'a=1&'.repeat(100_000)} | ${200} | ${/isv\.missing-method/}
  `('$size is answered with $status', async ({ path, body, status, answer }) => {
    const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(answer);
  });
});

/** Each would change something, or give something away, if it were believed. */
function soundCalls(appId: string, payCode: string): SoundCall[] {
  return [
    {
      method: 'alipay.trade.create',
      biz: {
        out_trade_no: 'NEW',
        total_amount: '1.00',
        subject: '茶',
        product_code: 'JSAPI_PAY',
        op_app_id: appId,
        buyer_id: BUYER_ID,
        body: '热的',
        timeout_express: '5m',
        store_id: 'S1',
      },
      required: ['out_trade_no', 'total_amount', 'subject', 'op_app_id', 'buyer_id'],
    },
    { method: 'alipay.trade.close', biz: { out_trade_no: 'OPEN', operator_id: 'O1' }, required: ['out_trade_no'] },
    { method: 'alipay.trade.query', biz: { out_trade_no: 'PAID' }, required: ['out_trade_no'] },
    {
      method: 'alipay.trade.refund',
      biz: { out_trade_no: 'PAID', refund_amount: '1.00', out_request_no: 'R1', refund_reason: '凉了' },
      required: ['out_trade_no', 'refund_amount'],
    },
    {
      method: 'alipay.trade.fastpay.refund.query',
      biz: { out_trade_no: 'PAID', out_request_no: 'R1' },
      required: ['out_trade_no', 'out_request_no'],
    },
    { method: 'alipay.trade.cancel', biz: { out_trade_no: 'OPEN' }, required: ['out_trade_no'] },
    {
      method: 'alipay.trade.pay',
      biz: { out_trade_no: 'TILL', total_amount: '1.00', subject: '茶', auth_code: payCode, scene: 'bar_code' },
      required: ['out_trade_no', 'total_amount', 'subject', 'auth_code'],
    },
    {
      method: 'alipay.data.dataservice.bill.downloadurl.query',
      biz: { bill_type: 'trade', bill_date: '2026-11-21' },
      required: ['bill_type', 'bill_date'],
    },
  ];
}

function brokenHttp(random: SeededRandom): string {
  const whole =
    'POST /gateway.do HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\nconnection: close\r\n\r\nmethod=abc';
  return random.pick([
    `${whole.slice(0, random.below(whole.length))}\r\n\r\n`,
    whole.replace('content-length: 10', `content-length: ${random.pick(['-1', '1e3', 'x', '10, 11'])}`),
    whole
      .replace('content-length: 10', 'transfer-encoding: chunked')
      .replace('method=abc', 'zz\r\nmethod\r\n0\r\n\r\n'),
    whole.replace('HTTP/1.1', random.pick(['HTTP/9.9', 'HTTP', 'SPDY/1'])),
    whole.replace('POST', random.text('ABC\0é ', 5)),
    `${random.text('\0\x01\x02abc\r\n :', 80)}\r\n\r\n`,
    whole.replace('host: 127.0.0.1', `host: 127.0.0.1\r\nx: ${'y'.repeat(70_000)}`),
  ]);
}

/** Sends all there is, hangs up, and gives back what came. */
function exchangedBytes(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}

function complaintAbout({ what, code, subCode }: MalformedRequest, { status, text }: Reply): string | undefined {
  const complain = (why: string) => `${why}: ${what.slice(0, 300)} → ${status} ${text.slice(0, 300)}`;
  if (status !== 200) return complain('not HTTP 200');
  const [node] = Object.values(JSON.parse(text) as Record<string, Record<string, string>>);
  if (!node?.msg || !node.sub_msg) return complain('no words');
  if (!code.test(node.code ?? '') || !subCode.test(node.sub_code ?? '')) return complain(`not ${code} ${subCode}`);
  return /node_modules|\.ts:\d/.test(text) ? complain('shows its insides') : undefined;
}

interface Reply {
  status: number;
  text: string;
}

function sent(gateway: string, { query, body, contentType }: MalformedRequest, agent: Agent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': body?.length ?? 0, ...(contentType ? { 'content-type': contentType } : {}) };
    const call = request(`${gateway}?${query}`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    call.on('error', reject);
    call.end(body);
  });
}
