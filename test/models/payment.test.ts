import type { OrderView, PaymentView } from '../../contract/views';
import { AFTER_EXPIRY_MS } from '../../models/expiry-watch';
import { CHECK_WAITS_MS, CONFIRM_WAITS_MS, type Payment, payment } from '../../models/payment';
import type { PaymentState } from '../../models/payment-state';
import { paymentWords } from '../../models/payment-words';
import { texts } from '../../models/texts';
import { WALLET_HINTS, type WalletHint } from '../../models/wallet';
import { ORDER_LIFETIME_MS } from './support/fake-backend';
import { fakeShop } from './support/fake-shop';
import { settled } from './support/manual-clock';

const sum = (waits: readonly number[]) => waits.reduce((total, wait) => total + wait, 0);

/** An order that was just taken to the cashier, and its result page's model. */
async function openPayment(hint: WalletHint | null, change: Partial<OrderView> = {}) {
  const shop = fakeShop();
  const requestId = 'request-of-the-test';
  const made = await shop.orderBook.create({ requestId, items: [{ goodsId: 'tea', quantity: 1 }] });
  if (!made.ok) throw new Error('no order was made');
  const { orderNo } = made.order;
  shop.backend.change(orderNo, change);
  shop.backend.calls.length = 0;
  const model = payment(shop, orderNo, { hint });
  const questions = () => shop.backend.calls.filter(({ name }) => name === 'order-query').length;
  return { ...shop, orderNo, payment: model, questions };
}

describe('what is said about a payment', () => {
  const preparing: PaymentView = { state: 'preparing' };
  const states: [string, WalletHint | null, Partial<OrderView>, PaymentState][] = [
    ['the server says paid', 'maybe_paid', { status: 'paid', payment: null }, 'paid'],
    ['the buyer cancelled but the server says paid', 'cancelled', { status: 'paid', payment: null }, 'paid'],
    ['the cashier said 9000 but the server says unpaid', 'maybe_paid', {}, 'confirming'],
    ['the cashier said nothing and the server says unpaid', 'unknown', {}, 'confirming'],
    ['the buyer cancelled and the server says unpaid', 'cancelled', {}, 'unpaid'],
    ['the cashier failed and the server says unpaid', 'failed', {}, 'unpaid'],
    ['the network failed and the server says unpaid', 'interrupted', {}, 'unpaid'],
    ['the app may not pay', 'not_allowed', {}, 'unpaid'],
    ['the cashier was never opened', null, {}, 'unpaid'],
    ['the channel is still opening the trade', null, { payment: preparing }, 'preparing'],
    ['the order is being closed', null, { closing: true }, 'closing'],
    ['the server says closed', 'maybe_paid', { status: 'closed', payment: null }, 'closed'],
  ];

  test.each(states)('when %s (%s): it is %s', async (_case, hint, change, state) => {
    const { payment } = await openPayment(hint, change);
    payment.show();
    await settled();
    expect(payment.state).toBe(state);
  });

  test('nothing but the server makes it paid, in either language', () => {
    const claims = /成功|已支付|已收到|successful|received/i;
    const said: PaymentState[] = [
      'confirming',
      'still_confirming',
      'preparing',
      'unpaid',
      'closing',
      'closed',
      'not_found',
    ];
    const words = ['zh', 'en'].flatMap((language) =>
      said.flatMap((state) =>
        [null, ...WALLET_HINTS].flatMap((hint) =>
          [true, false].flatMap((flag) => [
            paymentWords(texts(language), { state, hint, order: undefined, isPriceNew: flag }, true),
            paymentWords(texts(language), { state, hint, order: undefined, isPriceNew: flag }, false),
          ]),
        ),
      ),
    );
    expect(words.filter(({ title, sentence }) => claims.test(title) || claims.test(sentence))).toEqual([]);
    const paid = { state: 'paid', hint: null, order: undefined, isPriceNew: false } as const;
    expect(paymentWords(texts('zh'), paid, true).title).toMatch(claims);
  });

  test('an order of somebody else does not exist', async () => {
    const { payment, backend, orderNo, questions, clock } = await openPayment(null);
    backend.orders.delete(orderNo);
    payment.show();
    await clock.advance(60_000);
    expect(payment.state).toBe('not_found');
    expect(questions()).toBe(1);
  });
});

describe('asking the server', () => {
  test('goes on with growing waits for a minute when money may be on its way', async () => {
    const { payment, clock, questions, backend, orderNo } = await openPayment('maybe_paid');
    const askedAtMs: number[] = [];
    const start = clock.nowMs();
    const call = backend.call;
    backend.call = ((...args: Parameters<typeof call>) => {
      askedAtMs.push(clock.nowMs() - start);
      return call(...args);
    }) as typeof call;
    payment.show();
    await clock.advance(600_000);
    const gaps = askedAtMs.slice(1).map((at, index) => at - (askedAtMs[index] ?? 0));
    expect(gaps).toEqual([...CONFIRM_WAITS_MS]);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(sum(gaps)).toBeLessThanOrEqual(60_000);
    expect(questions()).toBe(CONFIRM_WAITS_MS.length + 1);
    expect(backend.orders.get(orderNo)?.status).toBe('unpaid');
  });

  test('ends in "still confirming", from where the buyer can ask again', async () => {
    const { payment, clock, backend, orderNo } = await openPayment('maybe_paid');
    payment.show();
    await clock.advance(sum(CONFIRM_WAITS_MS) - 1);
    expect(payment.state).toBe('confirming');
    await clock.advance(1);
    expect(payment.state).toBe('still_confirming');
    backend.pay(orderNo);
    payment.refresh();
    await settled();
    expect(payment.state).toBe('paid');
  });

  test('stops as soon as the server says paid', async () => {
    const { payment, clock, backend, orderNo, questions } = await openPayment('maybe_paid');
    payment.show();
    await clock.advance(3_000);
    backend.pay(orderNo);
    await clock.advance(600_000);
    expect(payment.state).toBe('paid');
    expect(questions()).toBe(4);
    expect(clock.pending).toBe(0);
  });

  test('is brief after a cancellation, and still notices a payment', async () => {
    const { payment, clock, backend, orderNo, questions } = await openPayment('cancelled');
    payment.show();
    await clock.advance(2_000);
    expect(payment.state).toBe('unpaid');
    backend.pay(orderNo);
    await clock.advance(3_000);
    expect(payment.state).toBe('paid');
    expect(questions()).toBeLessThanOrEqual(CHECK_WAITS_MS.length + 1);
  });

  test('does not happen while nobody looks, and goes on when somebody does', async () => {
    const { payment, clock, backend, orderNo, questions } = await openPayment('maybe_paid');
    payment.show();
    await clock.advance(1_000);
    payment.hide();
    const before = questions();
    await clock.advance(3_600_000);
    expect(questions()).toBe(before);
    backend.pay(orderNo);
    payment.show();
    await settled();
    expect(payment.state).toBe('paid');
  });

  test('bears a cashier that shows and hides the page more often than one expects', async () => {
    const { payment, clock, questions } = await openPayment('maybe_paid');
    payment.show();
    payment.show();
    payment.hide();
    payment.hide();
    payment.show();
    payment.show();
    await settled();
    expect(questions()).toBeLessThanOrEqual(2);
    await clock.advance(600_000);
    expect(questions()).toBeLessThanOrEqual(CONFIRM_WAITS_MS.length + 2);
  });

  test('after the bound still happens once each time the page is seen again', async () => {
    const { payment, clock, questions } = await openPayment('maybe_paid');
    payment.show();
    await clock.advance(100_000);
    const before = questions();
    payment.hide();
    payment.show();
    await clock.advance(100_000);
    expect(questions()).toBe(before + 1);
    expect(payment.state).toBe('still_confirming');
  });

  test('goes on through a weak network and says so', async () => {
    const { payment, clock, backend, orderNo } = await openPayment('maybe_paid');
    backend.fail('order-query', 'unreachable', 'before');
    payment.show();
    await settled();
    expect(payment.problem).toBe('unreachable');
    expect(payment.state).toBe('confirming');
    backend.pay(orderNo);
    await clock.advance(1_000);
    expect(payment.problem).toBeNull();
    expect(payment.state).toBe('paid');
  });

  test('happens when the time of an unpaid order is up', async () => {
    const { payment, clock, backend, orderNo } = await openPayment('cancelled');
    payment.show();
    await clock.advance(ORDER_LIFETIME_MS - 1_000);
    backend.change(orderNo, { status: 'closed', payment: null });
    expect(payment.state).toBe('unpaid');
    await clock.advance(1_000 + AFTER_EXPIRY_MS);
    expect(payment.state).toBe('closed');
  });

  test('of a trade that is still being opened goes on as long as for a payment in doubt', async () => {
    const { payment, clock, backend, orderNo } = await openPayment(null, { payment: { state: 'preparing' } });
    payment.show();
    await clock.advance(sum(CHECK_WAITS_MS) + 10_000);
    expect(payment.state).toBe('preparing');
    expect(payment.isExhausted).toBe(false);
    backend.change(orderNo, { payment: { state: 'ready', walletTradeNo: 'trade' } });
    await clock.advance(5_000);
    expect(payment.state).toBe('unpaid');
  });

  test('leaves nothing running behind a hidden page', async () => {
    const { payment, clock } = await openPayment('cancelled');
    payment.show();
    await settled();
    payment.hide();
    expect(clock.pending).toBe(0);
  });
});

describe('a cashier that was given up and answers after all', () => {
  test.each([
    ['cancelled', 'unpaid'],
    ['maybe_paid', 'confirming'],
  ] as const)('%s makes the page say %s', async (hint, state) => {
    const { payment, wallet, orderNo, clock } = await openPayment('unknown');
    payment.show();
    await clock.advance(80_000);
    expect(payment.state).toBe('still_confirming');
    wallet.answerLate(`trade-of-${orderNo}`, hint);
    await settled();
    expect(payment.state).toBe(state);
  });

  test('for another order changes nothing, and nothing listens behind a hidden page', async () => {
    const { payment, wallet, orderNo } = await openPayment('unknown');
    payment.show();
    await settled();
    wallet.answerLate('trade-of-another-order', 'cancelled');
    payment.hide();
    wallet.answerLate(`trade-of-${orderNo}`, 'cancelled');
    expect(payment.state).toBe('confirming');
  });
});

describe('continuing to pay', () => {
  test('asks the server first and opens the cashier for what it says', async () => {
    const { payment, backend, orderNo, wallet } = await openPayment('cancelled');
    backend.change(orderNo, { payment: { state: 'ready', walletTradeNo: 'a-newer-trade' } });
    wallet.hints = ['maybe_paid'];
    wallet.during = () => backend.pay(orderNo);
    expect(await payment.continuePay()).toBe('maybe_paid');
    await settled();
    expect(wallet.opened).toEqual(['a-newer-trade']);
    expect(payment.state).toBe('paid');
  });

  test('does not open the cashier for an order that was paid meanwhile', async () => {
    const { payment, backend, orderNo, wallet } = await openPayment('cancelled');
    backend.pay(orderNo);
    expect(await payment.continuePay()).toBeNull();
    expect(wallet.opened).toEqual([]);
    expect(payment.state).toBe('paid');
  });

  test('twice at once opens the cashier once', async () => {
    const { payment, wallet } = await openPayment('cancelled');
    await Promise.all([payment.continuePay(), payment.continuePay()]);
    expect(wallet.opened).toHaveLength(1);
  });

  test('without a network stays on the page and says why', async () => {
    const { payment, backend, wallet } = await openPayment('cancelled');
    backend.fail('order-query', 'timeout', 'before');
    backend.fail('order-query', 'timeout', 'before');
    await payment.continuePay();
    await settled();
    expect(wallet.opened).toEqual([]);
    expect(payment.problem).toBe('timeout');
    expect(payment.isBusy).toBe(false);
  });
});

test('an older reply that arrives late does not take "paid" back', async () => {
  const { payment, backend, orderNo, orderBook } = await openPayment('maybe_paid');
  const open = backend.hold();
  const early = orderBook.query(orderNo);
  backend.pay(orderNo);
  open();
  await orderBook.query(orderNo);
  await early;
  expect((payment satisfies Payment).state).toBe('paid');
});
