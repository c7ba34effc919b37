/** Why the trade book refuses; the gateway turns each into an error code, the control API shows it as it is. */
export type FshowsRefusal =
  | 'trade_not_found'
  | 'number_taken'
  | 'trade_not_payable'
  | 'buyer_differs'
  | 'buyer_cannot_pay'
  | 'buyer_balance_short'
  | 'trade_not_closable'
  | 'trade_not_reversible'
  | 'trade_not_refundable'
  | 'refund_exceeds'
  | 'refund_repeated'
  | 'seller_balance_short';
