import { refused } from '../../../contract/errors';
import { MAX_REASON_CHARACTERS } from '../../../contract/operator';
import { refundSheet } from '../../../models/screens/refund-sheet';
import { fakeShop } from '../support/fake-shop';

async function paidOrder(options: Parameters<typeof fakeShop>[0] = {}) {
  const shop = fakeShop(options);
  const made = await shop.orderBook.create({ requestId: 'request', items: [{ goodsId: 'tea', quantity: 1 }] });
  if (!made.ok) throw new Error('no order was made');
  const { orderNo } = made.order;
  shop.backend.pay(orderNo);
  const asked = () =>
    shop.backend.calls.filter(({ name }) => name === 'refund-ask').map(({ request }) => request.reason);
  return { ...shop, orderNo, sheet: refundSheet(shop, orderNo), asked };
}

describe('a wish for a refund', () => {
  test('is told to the merchant with its reason and the buyer’s words', async () => {
    const { sheet, asked, device, orderBook, orderNo, t } = await paidOrder();
    sheet.open();
    sheet.choose('2');
    sheet.setWords(' 杯口有裂纹 ');
    await sheet.submit();
    expect(asked()).toEqual(['商品有问题：杯口有裂纹']);
    expect(sheet.view).toMatchObject({ isOpen: false, words: '' });
    expect(device.remarks).toEqual([t.refund.done]);
    expect(orderBook.get(orderNo)?.refundAsk?.reason).toBe('商品有问题：杯口有裂纹');
  });

  test('that was not answered keeps what was entered, and says why', async () => {
    const { sheet, backend, t } = await paidOrder();
    sheet.open();
    sheet.choose('1');
    sheet.setWords('颜色不对');
    backend.fail('refund-ask', 'timeout', 'before');
    await sheet.submit();
    expect(sheet.view).toMatchObject({ isOpen: true, isBusy: false, words: '颜色不对', problem: t.problems.timeout });
    sheet.close();
    sheet.open();
    expect(sheet.view).toMatchObject({ words: '颜色不对', problem: null });
  });

  test('that is refused says why', async () => {
    const { sheet, backend, t } = await paidOrder();
    sheet.open();
    backend.refuse('refund-ask', refused('request_conflict', 'x'));
    await sheet.submit();
    expect(sheet.view).toMatchObject({ isOpen: true, problem: t.problems.request_conflict });
  });

  test('of two taps is told once', async () => {
    const { sheet, asked } = await paidOrder();
    sheet.open();
    await Promise.all([sheet.submit(), sheet.submit()]);
    expect(asked()).toEqual(['不想要了']);
  });

  test.each(['zh-Hans', 'en'])('is never longer than the merchant’s system takes, in %s', async (language) => {
    const { sheet, asked, t } = await paidOrder({ language });
    for (let reason = 0; reason < t.refund.reasons.length; reason += 1) {
      sheet.choose(String(reason));
      sheet.setWords('x'.repeat(1_000));
      await sheet.submit();
    }
    expect(Math.max(...asked().map((reason) => String(reason).length))).toBeLessThanOrEqual(MAX_REASON_CHARACTERS);
  });
});
