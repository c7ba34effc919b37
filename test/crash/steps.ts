/** What buyers, operators and Alipay do in many situations. */
import assert from 'node:assert/strict';
import type { PresetName } from '../../sandbox/fault/presets';
import type { Shop } from './shop';

/** Longer than the pause between two questions to Alipay about one order. */
export const POLL_MS = 3_000;
export const MINUTE_MS = 60_000;

export const PURCHASE = 'purchase-of-a-cup-1';

interface Reply {
  ok: boolean;
  order: { orderNo: string; payment: { state: string; walletTradeNo?: string } | null };
}

/** The buyer orders a cup. The reply is undefined when the node died of it. */
export async function order(shop: Shop, requestId = PURCHASE): Promise<Reply | undefined> {
  return (await shop.run({ flow: 'create', requestId })) as Reply | undefined;
}

/** The app repeats its request every few seconds until it can pay, and pays. */
export async function orderUntilPaid(shop: Shop, requestId = PURCHASE): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    await shop.advance(POLL_MS);
    const payment = (await order(shop, requestId))?.order.payment;
    if (payment?.state === 'ready') return payAt(shop, payment.walletTradeNo ?? '');
  }
  throw new Error('the order cannot be paid after half a minute');
}

/** The buyer pays the one trade that can be paid, if there is one; gives whether there was. */
export function payWhatIsOpen(shop: Shop): boolean {
  const open = shop.sandbox.trades().filter(({ isPayable }) => isPayable);
  assert.ok(open.length <= 1, 'two trades can be paid at once');
  const [trade] = open;
  if (trade) payAt(shop, trade.tradeNo);
  return trade !== undefined;
}

function payAt(shop: Shop, tradeNo: string): void {
  const paid = shop.sandbox.pay({ tradeNo, outcome: 'paid' });
  assert.ok('status' in paid, JSON.stringify(paid));
}

/** An order that its buyer has paid, of which no notify has come yet. */
export async function paidAtAlipay(shop: Shop): Promise<void> {
  await order(shop);
  assert.ok(payWhatIsOpen(shop), 'the order can be paid');
}

/** An order that is known to be paid, on the evidence of its notify, and of which the merchant has been told. */
export async function paidOrder(shop: Shop): Promise<void> {
  await paidAtAlipay(shop);
  await shop.letNotifiesThrough();
  shop.sandbox.setNotifyPolicy({ deliver: false });
  await shop.advance(MINUTE_MS);
}

/** An order whose create has this fault. */
export async function orderedWith(shop: Shop, fault: PresetName): Promise<void> {
  await withFault(shop, fault, () => order(shop));
  await shop.advance(POLL_MS);
}

/** Does something while this is wrong at Alipay. Throws when nothing went wrong. */
export async function withFault(shop: Shop, fault: PresetName, act: () => Promise<unknown>): Promise<void> {
  const { faults } = shop.sandbox;
  faults.use(fault);
  await act();
  assert.ok(
    faults.list().some(({ fired }) => fired > 0),
    `${fault} struck`,
  );
  faults.clear();
}

export async function close(shop: Shop): Promise<unknown> {
  return shop.run({ flow: 'close', orderNo: await orderNo(shop) });
}

/** An order that was closed here on Alipay's word, and that Alipay then takes money for. */
export async function paidAfterClose(shop: Shop): Promise<void> {
  await order(shop);
  await shop.advance(POLL_MS);
  const [trade] = shop.sandbox.trades();
  const fields = { trade_no: trade?.tradeNo ?? '', out_trade_no: trade?.outTradeNo ?? '' };
  shop.sandbox.faults.add({ kind: 'answer', method: 'alipay.trade.close', code: '10000', fields, times: 1 });
  await close(shop);
  assert.equal((await shop.stored())[0]?.status, 'closed');
  assert.ok(payWhatIsOpen(shop), 'Alipay has not closed the trade');
}

/** An operator gives back a part, or all that is left. */
export async function refund(shop: Shop, requestId: string, refundFen?: number): Promise<unknown> {
  const amount = refundFen === undefined ? {} : { refundFen };
  return shop.run({ flow: 'refund', orderNo: await orderNo(shop), requestId, ...amount });
}

export async function orderNo(shop: Shop, requestId = PURCHASE): Promise<string> {
  const found = (await shop.stored()).find((stored) => stored.requestId === requestId);
  assert.ok(found, 'the order is stored');
  return found.orderNo;
}

export function sweep(shop: Shop): Promise<unknown> {
  return shop.run({ flow: 'sweep' });
}
