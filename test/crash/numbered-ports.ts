import type { AlipayCloud, CloudCall } from '../../cloudfunctions/backend/channel/alipay/cloud';
import type { MerchantEvents, Ports } from '../../cloudfunctions/backend/flow/ports';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';
import type { CrashPoints } from './crash-points';

/** Alipay, with a crash point before and after every call. */
export function numberedCloud(cloud: AlipayCloud, { around }: CrashPoints): AlipayCloud {
  const numbered =
    (name: string, call: CloudCall): CloudCall =>
    (params, options) =>
      around(name, () => call(params, options));
  const { create, query, close, refund } = cloud.payment.common;
  return {
    payment: {
      common: {
        create: numbered('trade.create', create),
        query: numbered('trade.query', query),
        close: numbered('trade.close', close),
        refund: numbered('trade.refund', refund),
      },
    },
    base: { oauth: { getToken: numbered('oauth.token', cloud.base.oauth.getToken) } },
    util: {
      generic: {
        execute: (method, params, options) =>
          around(method.replace('alipay.', ''), () => cloud.util.generic.execute(method, params, options)),
      },
    },
  };
}

/** The other ports that flows wait for, with a crash point before and after every call. */
export function numberedPorts(ports: Ports, points: CrashPoints): Ports {
  return {
    ...ports,
    store: numberedStore(ports.store, points),
    events: ports.events && numberedEvents(ports.events, points),
    goods: () => points.around('goods', ports.goods),
  };
}

function numberedStore(store: OrderStore, { around }: CrashPoints): OrderStore {
  return {
    insert: (order) => around('store.insert', () => store.insert(order)),
    get: (orderNo) => around('store.get', () => store.get(orderNo)),
    save: (order, expectedVersion) => around('store.save', () => store.save(order, expectedVersion)),
    due: (nowMs, limit) => around('store.due', () => store.due(nowMs, limit)),
    listByBuyer: (...args) => around('store.listByBuyer', () => store.listByBuyer(...args)),
    listRefundAsks: (...args) => around('store.listRefundAsks', () => store.listRefundAsks(...args)),
  };
}

function numberedEvents(events: MerchantEvents, { around }: CrashPoints): MerchantEvents {
  return { post: (event, text) => around(`post ${event.type}`, () => events.post(event, text)) };
}
