import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { BUYER_ID, type Merchant, merchant } from '../support/merchant';
import { acknowledge, type NotifyReceiver, notifyReceiver } from '../support/notify-receiver';
import { isGenuineNotify } from '../support/raw-client';
import { granted } from '../support/shop-acts';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const MINUTE_MS = 60_000;

describe('a rule of notifies', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let receiver: NotifyReceiver;
  let shop: Merchant;
  let cafe: Merchant;

  beforeAll(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    receiver = await notifyReceiver();
    sandbox = await createSandbox({ clock });
    [shop, cafe] = await Promise.all([merchant(sandbox.url), merchant(sandbox.url, 1)]);
  });
  beforeEach(async () => {
    await clock.jump(START_MS + 7);
    receiver.answer(acknowledge);
    receiver.received.length = 0;
  });
  afterEach(() => sandbox.reset());
  afterAll(async () => {
    await sandbox.close();
    await receiver.close();
  });

  async function paid(by = shop, change: Record<string, unknown> = {}): Promise<string> {
    const tradeNo = await by.trade(change, { notifyUrl: receiver.url });
    granted(sandbox.pay({ tradeNo, outcome: 'paid' }));
    await clock.advance(0);
    return tradeNo;
  }

  test.each`
    immediateResends | minutes
    ${0}             | ${[0, 4, 14, 24, 84, 204, 564, 1464]}
    ${3}             | ${[0, 0, 0, 0, 4, 14, 24, 84, 204, 564, 1464]}
  `('immediateResends $immediateResends sends a notify at minutes $minutes', async ({ immediateResends, minutes }) => {
    sandbox.setRules({ immediateResends });
    receiver.answer((response) => response.end('fail'));
    await paid();
    await clock.advance(2 * 1440 * MINUTE_MS);
    const [notify] = sandbox.notifies();
    const sentAt = notify?.deliveries.map(({ atMs }) => (atMs - START_MS - 7) / MINUTE_MS);
    expect(sentAt).toEqual(minutes);
    expect(notify?.status).toBe('given_up');
    expect(receiver.received).toHaveLength(minutes.length);
  });

  test.each`
    gmtRefundMilliseconds | gmtRefund
    ${true}               | ${'2026-11-22 10:00:00.007'}
    ${false}              | ${'2026-11-22 10:00:00'}
  `('gmtRefundMilliseconds $gmtRefundMilliseconds tells of a refund at $gmtRefund', async (rule) => {
    sandbox.setRules({ gmtRefundMilliseconds: rule.gmtRefundMilliseconds, notifyCauses: ['fully_refunded'] });
    const tradeNo = await paid();
    await shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount: '12.30' } });
    await clock.advance(0);
    expect(receiver.received.map(({ parameters }) => parameters.gmt_refund)).toEqual([rule.gmtRefund]);
  });

  test.each`
    notifyBuyerIds | ids
    ${'open_id'}   | ${['buyer_open_id']}
    ${'both'}      | ${['buyer_id', 'buyer_open_id']}
    ${'none'}      | ${[]}
  `('notifyBuyerIds $notifyBuyerIds tells an open_id app $ids', async ({ notifyBuyerIds, ids }) => {
    sandbox.setRules({ notifyBuyerIds });
    const buyerOpenId = sandbox.buyers()[0]?.openIds[cafe.app.appId];
    await paid(cafe, { buyerId: undefined, buyerOpenId });
    const parameters = receiver.received[0]?.parameters ?? {};
    const told = { buyer_id: BUYER_ID, buyer_open_id: buyerOpenId };
    expect(Object.keys(told).filter((name) => name in parameters)).toEqual(ids);
    for (const id of ids as (keyof typeof told)[]) expect(parameters[id]).toBe(told[id]);
    expect(isGenuineNotify(cafe.app, parameters)).toBe(true);
  });
});
