import { bothSpellings } from '../../../cloud/openapi/both-spellings';

const ANSWER = {
  code: '10000',
  out_trade_no: 'o_1',
  fund_bill_list: [{ fund_channel: 'ALIPAYACCOUNT', amount: '0.01' }],
  voucher: { voucher_id: 'v1', empty: null },
  alreadyCamel: '1',
  traceId: 't',
  hb_fq_num: '3',
  address1: 'a',
  v_2_x: 'b',
};
type Members = Record<string, unknown>;

describe('an answer of Alipay', () => {
  const answer = bothSpellings(ANSWER) as unknown as Members;

  test('is in camelCase, whatever it holds', () => {
    expect(answer).toEqual({
      code: '10000',
      outTradeNo: 'o_1',
      fundBillList: [{ fundChannel: 'ALIPAYACCOUNT', amount: '0.01' }],
      voucher: { voucherId: 'v1', empty: null },
      alreadyCamel: '1',
      traceId: 't',
      hbFqNum: '3',
      address1: 'a',
      v2X: 'b',
    });
  });

  test('can be read as Alipay wrote it, nested parts as well', () => {
    const { out_trade_no, fund_bill_list, voucher, hb_fq_num, v_2_x } = answer;
    expect([out_trade_no, hb_fq_num, v_2_x]).toEqual(['o_1', '3', 'b']);
    expect((fund_bill_list as Members[])[0]?.fund_channel).toBe('ALIPAYACCOUNT');
    expect((voucher as Members).voucher_id).toBe('v1');
  });

  test('shows each value once to JSON, keys, spread and Object.assign', () => {
    for (const seen of [answer, { ...answer }, Object.assign({}, answer), JSON.parse(JSON.stringify(answer))]) {
      expect(Object.keys(seen).filter((name) => name.includes('_'))).toEqual([]);
    }
  });

  test('has one value under both names, also after it is changed', () => {
    const own = bothSpellings({ trade_no: 't1' }) as { trade_no: string; tradeNo?: string };
    own.trade_no = 't2';
    expect(own).toEqual({ tradeNo: 't2' });
    own.tradeNo = 't3';
    expect(own.trade_no).toBe('t3');
  });

  test('is not what came, which stays as it was', () => {
    const came = Object.freeze({ list: Object.freeze([Object.freeze({ a_b: 1 })]) });
    expect(bothSpellings(came)).toEqual({ list: [{ aB: 1 }] });
    expect(came).toEqual({ list: [{ a_b: 1 }] });
  });

  test('keeps a name that came in both spellings as it came', () => {
    expect(bothSpellings({ trade_no: 'a', tradeNo: 'b' })).toEqual({ tradeNo: 'b' });
  });

  test.each([['text'], [7], [null], [undefined], [true]])('may be %p', (value) => {
    expect(bothSpellings(value)).toBe(value);
  });

  test('takes no name for anything but a name', () => {
    const strange = bothSpellings(JSON.parse('{"__proto__":{"a_b":1},"constructor":"c","__a__b":2}'));
    expect(Object.keys(strange)).toEqual(['__proto__', 'constructor', '__aB']);
    expect(Object.getPrototypeOf(strange)).toBe(Object.prototype);
  });
});
