import * as v from 'valibot';
import { alipayNumber, merchantNumber } from '../fields';

/** The two ways to name a trade; at least one is required, and `trade_no` wins (reference alipay-trade 2). */
export const tradeRefFields = {
  out_trade_no: v.optional(merchantNumber),
  trade_no: v.optional(alipayNumber),
};

/** For use in `v.check` of a schema with {@link tradeRefFields}. */
export function namesTrade(fields: { out_trade_no?: string; trade_no?: string }): boolean {
  return fields.out_trade_no !== undefined || fields.trade_no !== undefined;
}

export const NO_TRADE_NAMED = 'out_trade_no 和 trade_no 不能同时为空';
