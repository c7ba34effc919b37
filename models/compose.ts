import MPServerless from '@alicloud/mpserverless-sdk';
import { backend } from './backend';
import { cart } from './cart';
import { cashier } from './cashier';
import { catalog } from './catalog';
import { checkout } from './checkout';
import { checkoutDraft } from './checkout-draft';
import { systemClock } from './clock';
import { connection } from './connection';
import { alipayDevice } from './device';
import { format } from './format';
import { orderBook } from './order-book';
import { orderList } from './order-list';
import { patientBackend } from './patient-backend';
import { type PaymentStart, payment } from './payment';
import { orderPresenter } from './present-order';
import { purchaseRecord } from './purchase';
import { paymentStart } from './routes';
import { catalogScreen } from './screens/catalog-screen';
import { checkoutScreen } from './screens/checkout-screen';
import { orderScreen } from './screens/order-screen';
import { ordersScreen, type Tab } from './screens/orders-screen';
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
const shared = { clock, device, t, format: format(t), connection: connection({ device }) };

const functions = patientBackend({ backend: backend(session({ createSdk, clock })), clock });
const goods = catalog({ backend: functions, device, first: space.firstCatalog });
const basket = cart({ device, catalog: goods });
const cartParts = { catalog: goods, cart: basket };
const orders = orderBook({ backend: functions, clock });
const draft = checkoutDraft({ device });
const purchases = purchaseRecord({ device });
const toWallet = cashier({ orderBook: orders, wallet: wallet({ clock, device }) });
const presenter = orderPresenter({ ...shared, pictureOf: (goodsId) => goods.find(goodsId)?.picture ?? goodsId });

type Query = Record<string, string | undefined>;

/** The screens of the shop, one function per page. */
export const shop = {
  catalog: () => catalogScreen({ ...shared, ...cartParts, orderBook: orders, ticker: serverTicker() }),
  checkout: () =>
    checkoutScreen({ ...shared, ...cartParts, draft, presenter, ticker: serverTicker(), checkout: newCheckout() }),
  orders: () => ordersScreen({ ...shared, presenter, listOf: newList }),
  order: ({ orderNo = '' }: Query) =>
    orderScreen(
      {
        ...shared,
        ...cartParts,
        orderBook: orders,
        presenter,
        ticker: serverTicker(),
        payment: newPayment(orderNo, { hint: null }),
      },
      orderNo,
    ),
  result: ({ orderNo = '', ...query }: Query) =>
    resultScreen(
      { ...shared, ...cartParts, ticker: serverTicker(), payment: newPayment(orderNo, paymentStart(query)) },
      orderNo,
    ),
};

function newCheckout() {
  return checkout({ ...cartParts, draft, orderBook: orders, purchases, cashier: toWallet, clock });
}

function newList(tab: Tab) {
  return orderList({ orderBook: orders }, tab === 'all' ? undefined : tab);
}

function newPayment(orderNo: string, start: PaymentStart) {
  return payment({ ...shared, orderBook: orders, cashier: toWallet }, orderNo, start);
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
