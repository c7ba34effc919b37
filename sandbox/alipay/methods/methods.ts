import type { Method } from '../method';
import { billDownloadUrl } from './bill-download-url';
import { oauthToken } from './oauth-token';
import { refundQuery } from './refund-query';
import { tradeCancel } from './trade-cancel';
import { tradeClose } from './trade-close';
import { tradeCreate } from './trade-create';
import { tradePay } from './trade-pay';
import { tradeQuery } from './trade-query';
import { tradeRefund } from './trade-refund';

/** Everything the gateway can do; any other method is `isv.invalid-method`. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  ['alipay.trade.create', tradeCreate],
  ['alipay.trade.query', tradeQuery],
  ['alipay.trade.close', tradeClose],
  ['alipay.trade.cancel', tradeCancel],
  ['alipay.trade.pay', tradePay],
  ['alipay.trade.refund', tradeRefund],
  ['alipay.trade.fastpay.refund.query', refundQuery],
  ['alipay.data.dataservice.bill.downloadurl.query', billDownloadUrl],
  ['alipay.system.oauth.token', oauthToken],
]);
