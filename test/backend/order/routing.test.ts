import fc from 'fast-check';
import { orderNoFromDigest } from '../../../cloudfunctions/backend/order/numbers';
import type { ChannelName, Trade } from '../../../cloudfunctions/backend/order/order';
import { channelsFor, nextChannel, otherChannel, type Route } from '../../../cloudfunctions/backend/order/routing';
import { anOrder, anOrderNo } from '../../support/orders';

const order = (totalFen: number, n = 1) => ({ orderNo: anOrderNo(n), totalFen });

describe('the rules of a merchant', () => {
  const bySum: Route[] = [{ channel: 'fshows', fromFen: 1_000, belowFen: 5_000 }, { channel: 'alipay' }];

  test.each([
    [999, ['alipay']],
    [1_000, ['fshows', 'alipay']],
    [4_999, ['fshows', 'alipay']],
    [5_000, ['alipay']],
  ] as const)('choose by the sum: %i fen', (totalFen, names) => {
    expect(channelsFor(bySum, order(totalFen))).toEqual(names);
  });

  test('name every channel once, however many rules it has', () => {
    const routes: Route[] = [{ channel: 'alipay', belowFen: 100 }, { channel: 'fshows' }, { channel: 'alipay' }];
    expect(channelsFor(routes, order(50))).toEqual(['alipay', 'fshows']);
    expect(channelsFor(routes, order(500))).toEqual(['fshows', 'alipay']);
  });

  test('that take nothing of this sum name no channel', () => {
    expect(channelsFor([{ channel: 'fshows', fromFen: 100 }], order(1))).toEqual([]);
  });

  test('share orders as they say, the same order always the same way', () => {
    const routes: Route[] = [{ channel: 'fshows', sharePercent: 30 }, { channel: 'alipay' }];
    const firsts = Array.from({ length: 10_000 }, (_, n) => {
      const wish = { orderNo: orderNoFromDigest(digestOf(n)), totalFen: 1 };
      expect(channelsFor(routes, wish)).toEqual(channelsFor(routes, wish));
      return channelsFor(routes, wish)[0];
    });
    const taken = firsts.filter((name) => name === 'fshows').length;
    expect(taken).toBeGreaterThan(2_700);
    expect(taken).toBeLessThan(3_300);
  });
});

/** 15 bytes that look random and are not: a step of a linear congruence for each. */
function digestOf(seed: number): Uint8Array {
  let state = seed * 2_654_435_761 + 1;
  return Uint8Array.from({ length: 15 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state >> 16) & 255;
  });
}

describe('the next channel', () => {
  const both: ChannelName[] = ['alipay', 'fshows'];
  const trade = (n: number, channel: ChannelName, tradeNo?: string): Trade => {
    const numbers = tradeNo ? { tradeNo, walletTradeNo: `P${n}` } : {};
    return { outTradeNo: `${anOrderNo(1)}_${n}`, channel, status: 'closed', ...numbers };
  };
  const tried = (...trades: Trade[]) => anOrder({ orderNo: anOrderNo(1), trades });

  test('is another one when nothing came of the trade', () => {
    expect(nextChannel(tried(trade(1, 'alipay')), both, 0)).toBe('fshows');
  });

  test('is the same when the trade was there and is over', () => {
    expect(nextChannel(tried(trade(1, 'alipay', 'T1')), both, 0)).toBe('alipay');
  });

  test('is the same when there is no other, or all were tried in vain', () => {
    expect(nextChannel(tried(trade(1, 'alipay')), ['alipay'], 0)).toBe('alipay');
    expect(nextChannel(tried(trade(1, 'alipay'), trade(2, 'fshows')), both, 0)).toBe('fshows');
  });

  test('is never one that was tried in vain, nor the current one', () => {
    const channel = fc.constantFrom<ChannelName>('alipay', 'fshows');
    const some = fc.array(fc.tuple(channel, fc.boolean()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(some, fc.shuffledSubarray<ChannelName>(both), (past, channels) => {
        const trades = past.map(([name, existed], index) => trade(index + 1, name, existed ? `T${index}` : undefined));
        const other = otherChannel(tried(...trades), channels, 0);
        const inVain = trades.filter(({ tradeNo }) => tradeNo === undefined).map(({ channel: name }) => name);
        const excluded = [...inVain, past.at(-1)?.[0]];
        expect(other === null ? channels.every((name) => excluded.includes(name)) : !excluded.includes(other)).toBe(
          true,
        );
      }),
    );
  });
});
