import { WALLET_HINTS, type WalletHint } from './wallet';

/** Addresses of the pages, from the root of the app. */
export const routes = {
  catalog: '/pages/catalog/catalog',
  checkout: '/pages/checkout/checkout',
  orders: '/pages/orders/orders',
  order: (orderNo: string) => `/pages/order/order?orderNo=${encodeURIComponent(orderNo)}`,
  /** The hint is what the cashier suggested; null when it was not opened. */
  result: (orderNo: string, hint: WalletHint | null) =>
    `/pages/result/result?orderNo=${encodeURIComponent(orderNo)}${hint === null ? '' : `&hint=${hint}`}`,
};

/** The hint in the address of a result page; null for none, or for one that nobody gave. */
export function hintFromQuery(hint: string | undefined): WalletHint | null {
  return WALLET_HINTS.find((known) => known === hint) ?? null;
}
