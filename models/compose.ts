import MPServerless from '@alicloud/mpserverless-sdk';
import { backend } from './backend';
import { cart } from './cart';
import { cashier } from './cashier';
import { catalog } from './catalog';
import { checkout } from './checkout';
import { systemClock } from './clock';
import { alipayDevice } from './device';
import { format } from './format';
import { orderBook } from './order-book';
import { orderList } from './order-list';
import { payment } from './payment';
import { orderPresenter } from './present-order';
import { purchaseRecord } from './purchase';
import { hintFromQuery } from './routes';
import { catalogScreen } from './screens/catalog-screen';
import { checkoutScreen } from './screens/checkout-screen';
import { orderScreen } from './screens/order-screen';
import { ordersScreen } from './screens/orders-screen';
import { resultScreen } from './screens/result-screen';
import { REQUEST_TIMEOUT_MS, type Sdk, session } from './session';
import { space } from './space';
import { texts } from './texts';
import { ticker } from './ticker';
import { wallet } from './wallet';

/**
 * The composition root: the only file that knows every implementation. What all pages share is made once; what belongs to
 * one visit of a page is made by the function of that page.
 */
const clock = systemClock();
const device = alipayDevice();
const t = texts(device.language());
const shared = { clock, device, t, format: format(t) };

const functions = backend(session({ createSdk, clock }));
const goods = catalog({ backend: functions });
const basket = cart({ device, catalog: goods });
const orders = orderBook({ backend: functions, clock });
const purchases = purchaseRecord({ device });
const toWallet = cashier({ orderBook: orders, wallet: wallet({ clock, device }) });
const presenter = orderPresenter({ ...shared, pictureOf: (goodsId) => goods.find(goodsId)?.picture ?? goodsId });

type Query = Record<string, string | undefined>;

/** The screens of the shop, one function per page. */
export const shop = {
  catalog: () => catalogScreen({ ...shared, catalog: goods, cart: basket, orderBook: orders }),
  checkout: () => checkoutScreen({ ...shared, catalog: goods, presenter, checkout: newCheckout() }),
  orders: () => ordersScreen({ ...shared, presenter, orders: orderList({ orderBook: orders }) }),
  order: ({ orderNo = '' }: Query) =>
    orderScreen(
      { ...shared, orderBook: orders, presenter, ticker: serverTicker(), payment: newPayment(orderNo) },
      orderNo,
    ),
  result: ({ orderNo = '', hint }: Query) =>
    resultScreen({ ...shared, ticker: serverTicker(), payment: newPayment(orderNo, hint) }, orderNo),
};

function newCheckout() {
  return checkout({ cart: basket, orderBook: orders, purchases, cashier: toWallet, clock });
}

function newPayment(orderNo: string, hint?: string) {
  return payment({ orderBook: orders, cashier: toWallet, clock }, orderNo, hintFromQuery(hint));
}

function serverTicker() {
  return ticker({ clock, readMs: orders.serverNowMs });
}

/** The package's types know neither `timeout` nor that `my` is enough (reference serverless-platform 1.1). */
function createSdk(): Sdk {
  const { appId, spaceId, clientSecret, endpoint } = space;
  return new MPServerless(
    my as never,
    { appId, spaceId, clientSecret, endpoint, timeout: REQUEST_TIMEOUT_MS } as never,
  );
}
