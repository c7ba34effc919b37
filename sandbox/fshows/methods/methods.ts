import type { FshowsMethod } from '../method';
import { downloadBill } from './download-bill';
import { orderClose, orderReverse } from './order-close';
import { payRefund } from './pay-refund';
import { refundQuery } from './refund-query';
import { tradeCreate } from './trade-create';
import { tradeQuery } from './trade-query';

/** The methods of the clearing platform that the sandbox has, by name (reference fshows 5 and 9). */
export const FSHOWS_METHODS: ReadonlyMap<string, FshowsMethod> = new Map([
  ['fshows.liquidation.submerchant.alipay.trade.create', tradeCreate],
  ['fshows.liquidation.alipay.trade.query', tradeQuery],
  ['fshows.liquidation.order.close', orderClose],
  ['fshows.liquidation.order.reverse', orderReverse],
  ['fshows.liquidation.pay.refund', payRefund],
  ['fshows.liquidation.pay.refund.query', refundQuery],
  ['fshows.liquidation.finance.downloadbill', downloadBill],
]);
