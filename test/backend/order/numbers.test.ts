import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  isOrderNo,
  orderNoFromDigest,
  orderNoText,
  outRequestNoOf,
  outTradeNoOf,
  parseOutRequestNo,
  parseOutTradeNo,
} from '../../../cloudfunctions/backend/order/numbers';

fc.configureGlobal({ seed: 20_260_102 });

/** The longest number Fshows takes, which is the strictest of the channels. */
const LONGEST_NUMBER = 32;

const digest = fc.uint8Array({ minLength: 15, maxLength: 32 });
const orderNo = digest.map(orderNoFromDigest);
const n = fc.integer({ min: 1, max: 999 });

describe('the order number', () => {
  test('is 24 characters A-Z and 2-7, whatever the digest', () => {
    fc.assert(fc.property(orderNo, (number) => /^[A-Z2-7]{24}$/.test(number) && isOrderNo(number)));
  });

  test('spells the first 120 bits of the digest, five to a character, highest first', () => {
    expect(orderNoFromDigest(new Uint8Array(15))).toBe('A'.repeat(24));
    expect(orderNoFromDigest(new Uint8Array(15).fill(255))).toBe('7'.repeat(24));
    expect(orderNoFromDigest(Buffer.from('0123456789abcde'))).toBe('GAYTEMZUGU3DOOBZMFRGGZDF');
  });

  test('differs when any of the first 120 bits differs, and only then', () => {
    const bit = fc.integer({ min: 0, max: 127 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), bit, (bytes, index) => {
        const flipped = Uint8Array.from(bytes, (byte, at) => (at === index >> 3 ? byte ^ (128 >> (index & 7)) : byte));
        return (orderNoFromDigest(bytes) !== orderNoFromDigest(flipped)) === index < 120;
      }),
    );
  });

  test('cannot be made of a digest that is too short', () => {
    expect(() => orderNoFromDigest(new Uint8Array(14))).toThrow(RangeError);
  });

  test('is the same for the same purchase, and another for another merchant, buyer or request', () => {
    const numberOf = (merchantId: string, buyerId: string, requestId: string) =>
      orderNoFromDigest(
        createHmac('sha256', 'key')
          .update(orderNoText(merchantId, buyerId, requestId))
          .digest(),
      );
    const text = fc.string({ maxLength: 8 });
    const purchase = fc.tuple(text, text, text);
    fc.assert(
      fc.property(purchase, purchase, (left, right) => {
        return (numberOf(...left) === numberOf(...right)) === (JSON.stringify(left) === JSON.stringify(right));
      }),
    );
    // Parts that run together into the same text are still different parts.
    expect(numberOf('a', 'bc', 'd')).not.toBe(numberOf('ab', 'c', 'd'));
  });

  test.each([
    '',
    'A'.repeat(23),
    'A'.repeat(25),
    'a'.repeat(24),
    `${'A'.repeat(23)}-`,
    `${'A'.repeat(24)}\n`,
    'Ａ'.repeat(24),
  ])('%j is none', (text) => expect(isOrderNo(text)).toBe(false));
});

describe('the numbers of trades and refunds', () => {
  test('contain the order number and can be taken apart again', () => {
    fc.assert(
      fc.property(orderNo, n, n, (number, trade, refund) => {
        const outTradeNo = outTradeNoOf(number, trade);
        const outRequestNo = outRequestNoOf(outTradeNo, refund);
        expect(parseOutTradeNo(outTradeNo)).toEqual({ orderNo: number, n: trade });
        expect(parseOutRequestNo(outRequestNo)).toEqual({ outTradeNo, n: refund });
      }),
    );
  });

  test('fit every channel, up to the 99th trade and the 999th refund', () => {
    const longest = outRequestNoOf(outTradeNoOf('A'.repeat(24), 99), 999);
    expect(longest).toHaveLength(LONGEST_NUMBER - 1);
    expect(outRequestNoOf(outTradeNoOf('A'.repeat(24), 999), 999)).toHaveLength(LONGEST_NUMBER);
    expect(longest).toMatch(/^[A-Za-z0-9_]+$/);
  });

  const order = 'A'.repeat(24);
  test.each([
    '',
    order,
    `${order}_`,
    `${order}_0`,
    `${order}_01`,
    `${order}_1000`,
    `${order}_-1`,
    `${order}_1R1`,
    ` ${order}_1`,
    `${order}_1\n`,
    `${order.toLowerCase()}_1`,
    `${order}_１`,
    "'; drop table orders; --",
  ])('%j is no trade of ours', (text) => expect(parseOutTradeNo(text)).toBeNull());

  test.each([
    '',
    order,
    `${order}_1`,
    `${order}_1R0`,
    `${order}_1R01`,
    `${order}_0R1`,
    `${order}_1r1`,
    `${order}_1R1000`,
  ])('%j is no refund of ours', (text) => expect(parseOutRequestNo(text)).toBeNull());
});
