import { fenToYuan } from '../../money';
import type { FshowsRefund } from '../refund';
import type { FshowsTrade } from '../trade';

const STATUSES: Readonly<Record<FshowsRefund['state'], string>> = {
  refunding: 'REFUNDING',
  refunded: 'REFUND_SUCCESS',
  failed: 'REFUND_FAILED',
};

/** No source tells what a refund answers: the ids, the amount and how it stands are the sandbox's choice (reference fshows 9). */
export function refundFields({ outTradeNo, tradeNo }: FshowsTrade, refund: FshowsRefund): Record<string, string> {
  return {
    out_trade_no: outTradeNo,
    trade_no: tradeNo,
    out_refund_no: refund.requestNo,
    refund_no: refund.refundNo,
    refund_fee: fenToYuan(refund.amountFen),
    refund_status: STATUSES[refund.state],
  };
}
