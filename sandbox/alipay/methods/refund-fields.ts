import { fenToYuan } from '../../money';
import type { Refund } from '../refund';
import type { Trade } from '../trade';

/** Where the money of a refund went; only shown to a caller who asks for it (reference alipay-trade 2.5). */
export function refundDetails(
  { fundChannel = 'ALIPAYACCOUNT' }: Trade,
  refund: Refund,
  options: readonly string[],
): Record<string, unknown> {
  if (!options.includes('refund_detail_item_list')) return {};
  const amount = fenToYuan(refund.amountFen);
  return { refund_detail_item_list: [{ amount, fund_channel: fundChannel }], send_back_fee: amount };
}
