import type { PaymentStart } from './payment';
import { WALLET_HINTS } from './wallet';

/** Addresses of the pages, from the root of the app. */
export const routes = {
  catalog: '/pages/catalog/catalog',
  checkout: '/pages/checkout/checkout',
  orders: '/pages/orders/orders',
  order: (orderNo: string) => `/pages/order/order?orderNo=${encodeURIComponent(orderNo)}`,
  result: (orderNo: string, { hint, isPriceNew = false }: PaymentStart) =>
    `/pages/result/result?orderNo=${encodeURIComponent(orderNo)}${hint === null ? '' : `&hint=${hint}`}${
      isPriceNew ? '&priced=anew' : ''
    }`,
};

/** How the address of a result page says that its payment came about; a hint that nobody gave is none. */
export function paymentStart({ hint, priced }: Record<string, string | undefined>): PaymentStart {
  return { hint: WALLET_HINTS.find((known) => known === hint) ?? null, isPriceNew: priced === 'anew' };
}
