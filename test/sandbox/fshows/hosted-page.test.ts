import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type Provider, provider } from './support/provider';

const BACK = 'https://shop.example/back?order=1&x=%E8%8C%B6';

let sandbox: Sandbox;
let shop: Provider;

beforeAll(async () => {
  sandbox = await createSandbox();
  shop = await provider(sandbox.url);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

interface Asked {
  prepay_id?: string;
  trade_no?: string;
  callback_url?: string;
  outcome?: string;
}

async function open(asked: Asked): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${shop.app.alipayPage}?${new URLSearchParams({ ...asked })}`);
  return { status: reply.status, text: await reply.text() };
}

async function choose(asked: Asked, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ ...asked });
  const reply = await fetch(shop.app.alipayPage, { method: 'POST', body, headers, redirect: 'manual' });
  return { status: reply.status, location: reply.headers.get('location'), text: await reply.text() };
}

describe('the hosted cash desk', () => {
  test('shows what is bought, of whom and for how much, and nothing that could run', async () => {
    const { prepayId, tradeNo } = await shop.trade({ subject: '<script>alert(1)</script>' });
    const { status, text } = await open({ prepay_id: prepayId, trade_no: tradeNo, callback_url: '"><b>https://x/' });
    expect([status, text]).toEqual([404, expect.stringContaining('callback_url')]);
    const page = await open({ prepay_id: prepayId, trade_no: tradeNo, callback_url: `${BACK}"><b>` });
    expect(page.text).toContain('¥12.30');
    expect(page.text).toContain('沙箱小店（清算）');
    expect(page.text).toContain('&lt;script&gt;');
    expect(page.text).not.toMatch(/<script|<b>/);
  });

  test.each`
    outcome     | resultCode | status
    ${'pay'}    | ${'9000'}  | ${'TRADE_SUCCESS'}
    ${'cancel'} | ${'6001'}  | ${'WAIT_BUYER_PAY'}
    ${'fail'}   | ${'4000'}  | ${'WAIT_BUYER_PAY'}
  `('returns with $resultCode when the buyer chooses $outcome', async ({ outcome, resultCode, status }) => {
    const { prepayId, tradeNo, outTradeNo } = await shop.trade();
    const done = await choose({ prepay_id: prepayId, trade_no: tradeNo, callback_url: BACK, outcome });
    expect(done.status).toBe(302);
    const back = new URL(done.location ?? '');
    expect(back.href.startsWith('https://shop.example/back?')).toBe(true);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      order: '1',
      x: '茶',
      result_code: resultCode,
      out_trade_no: outTradeNo,
      trade_no: tradeNo,
    });
    expect(sandbox.trade(prepayId)).toMatchObject({ status });
  });

  test('pageReturnsNumbers: returns with both numbers, or with the result alone', async () => {
    sandbox.setFshowsRules({ pageReturnsNumbers: false });
    const { prepayId, tradeNo } = await shop.trade();
    const asked = { prepay_id: prepayId, trade_no: tradeNo, callback_url: 'http://127.0.0.1:1/', outcome: 'cancel' };
    expect((await choose(asked)).location).toBe('http://127.0.0.1:1/?result_code=6001');
  });

  test('pageNeedsTradeNo: opens with both numbers of the trade only, or with prepay_id alone', async () => {
    const { prepayId, tradeNo } = await shop.trade();
    expect((await open({ prepay_id: prepayId })).status).toBe(404);
    expect((await open({ prepay_id: prepayId, trade_no: `${tradeNo}0` })).status).toBe(404);
    expect((await open({ prepay_id: tradeNo, trade_no: tradeNo })).status).toBe(404);
    sandbox.setFshowsRules({ pageNeedsTradeNo: false });
    expect((await open({ prepay_id: prepayId })).status).toBe(200);
    expect((await open({ prepay_id: prepayId, trade_no: `${tradeNo}0` })).status).toBe(404);
  });

  test('fails, and moves no money, for a trade that cannot be paid', async () => {
    const closed = await shop.trade();
    await shop.close({ trade_no: closed.tradeNo });
    const asked = { prepay_id: closed.prepayId, trade_no: closed.tradeNo };
    expect((await open(asked)).text).not.toContain('确认付款');
    const answered = await choose({ ...asked, callback_url: BACK, outcome: 'pay' });
    expect(new URL(answered.location ?? '').searchParams.get('result_code')).toBe('4000');
    const poor = await shop.trade();
    const [buyer] = sandbox.buyers();
    sandbox.setBalance({ accountId: buyer?.buyerId ?? '', balance: '12.29' });
    expect((await choose({ prepay_id: poor.prepayId, trade_no: poor.tradeNo, outcome: 'pay' })).text).toContain('4000');
    expect(sandbox.trade(poor.prepayId)).toMatchObject({ status: 'WAIT_BUYER_PAY' });
  });

  test('stays where it is without a way back, and takes no outcome that it does not offer', async () => {
    const { prepayId, tradeNo } = await shop.trade();
    const asked = { prepay_id: prepayId, trade_no: tradeNo };
    expect(await choose({ ...asked, outcome: 'cancel' })).toMatchObject({ status: 200, location: null });
    expect((await choose({ ...asked, outcome: 'toString' })).status).toBe(404);
    expect((await choose({ ...asked })).status).toBe(404);
    expect((await choose({ outcome: 'pay' })).status).toBe(404);
    expect((await open({ ...asked, callback_url: 'javascript:alert(1)' })).status).toBe(404);
  });

  test('is used by no page from elsewhere', async () => {
    const { prepayId, tradeNo } = await shop.trade();
    const asked = { prepay_id: prepayId, trade_no: tradeNo, outcome: 'pay' };
    expect((await choose(asked, { origin: 'https://shop.example' })).status).toBe(403);
    expect(sandbox.trade(prepayId)).toMatchObject({ status: 'WAIT_BUYER_PAY' });
  });

  test('can lose the way back, after the payment', async () => {
    sandbox.faults.use('fshows-page-return-lost');
    const { prepayId, tradeNo } = await shop.trade();
    const asked = { prepay_id: prepayId, trade_no: tradeNo, callback_url: BACK, outcome: 'pay' };
    await expect(choose(asked)).rejects.toThrow();
    expect(sandbox.trade(prepayId)).toMatchObject({ status: 'TRADE_SUCCESS' });
  });
});
