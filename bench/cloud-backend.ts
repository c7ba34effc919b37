import { randomBytes } from 'node:crypto';
import { alipayCloud } from '../cloud/alipay-cloud';
import { openDatabase } from '../cloud/database';
import type { AlipayCloud } from '../cloud/faces';
import { cloudLog } from '../cloud/log';
import { cloudMetrics } from '../cloud/metrics';
import { observedPorts } from '../cloud/observed-ports';
import { createOrder } from '../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../cloudfunctions/backend/flow/query-order';
import { receiveNotify } from '../cloudfunctions/backend/flow/receive-notify';
import { systemClock } from '../cloudfunctions/backend/host/clock';
import { hostPorts } from '../cloudfunctions/backend/host/ports';
import type { Order } from '../cloudfunctions/backend/order/order';
import { type OrderDatabase, postgresStore } from '../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../cloudfunctions/backend/store/postgres-migrations';
import { alipaySigner, aNotify } from '../test/support/alipay-signer';
import { anOrder, paidOrder } from '../test/support/orders';

/** The order backend as a node runs it, without the HTTP of its doors. */
export interface Backend {
  /** A new order with an open trade at the sandbox. */
  create(): Promise<string>;
  /** A paid order, as stored. */
  insertPaid(): Promise<string>;
  poll(orderNo: string): Promise<unknown>;
  /** Bodies of so many notifies, each about an order of its own that is stored and open. */
  paidNotifies(count: number): Promise<string[]>;
  notify(body: string): Promise<string>;
  /** Questions to Alipay so far. */
  queries(): number;
  close(): Promise<void>;
}

interface App {
  appId: string;
  sellerId: string;
  appPrivateKeyPkcs1: string;
  alipayPublicKey: string;
  gateway: string;
}

export async function benchBackend(sandboxUrl: string, databaseUrl: string): Promise<Backend> {
  const { apps } = (await (await fetch(`${sandboxUrl}/api/apps`)).json()) as { apps: [App] };
  const { buyers } = (await (await fetch(`${sandboxUrl}/api/buyers`)).json()) as { buyers: [{ userId: string }] };
  const [app] = apps;
  const buyer = { kind: 'user_id', id: buyers[0].userId } as const;
  const [log, metrics, signer] = [cloudLog('silent'), cloudMetrics(), alipaySigner()];
  const db = await openDatabase({ kind: 'server', url: databaseUrl }, log);
  const orderDb = db.withTables<Pick<OrderDatabase, keyof OrderDatabase>>();
  await migrateOrders(orderDb);
  const account = { ...app, privateKey: app.appPrivateKeyPkcs1 };
  const cloud = counted(alipayCloud(account, systemClock, log, metrics));
  const config = {
    merchantId: 'bench-shop',
    merchantName: 'Bench',
    appId: app.appId,
    sellerId: app.sellerId,
    // The sandbox keeps its key to itself, so the bench signs its notifies with one of its own.
    alipayPublicKey: signer.publicKeyPem,
    orderKey: 'k'.repeat(32),
    orderLifetimeMs: 900_000,
  };
  const store = postgresStore(orderDb);
  const ports = observedPorts(
    hostPorts({ config, store, cloud: cloud.alipay, log, meter: metrics.meter }),
    metrics,
    log,
  );

  function orderWith(change: Partial<Order>): Order {
    const orderNo = randomOrderNo();
    return anOrder({ orderNo, requestId: orderNo, buyer, merchantId: config.merchantId, ...change });
  }

  async function insert(order: Order): Promise<Order> {
    await store.insert(order);
    return order;
  }

  return {
    async create() {
      const items = [{ goodsId: 'tea-lu-an', quantity: 1 }];
      const reply = await createOrder(ports, buyer, { requestId: randomBytes(16).toString('hex'), items });
      if (!reply.ok || reply.order.payment?.state !== 'ready') throw new Error(JSON.stringify(reply));
      return reply.order.orderNo;
    },
    async insertPaid() {
      return (await insert(paidOrder(orderWith({ dueAtMs: null }), 1))).orderNo;
    },
    async poll(orderNo) {
      const reply = await queryOrder(ports, buyer, { orderNo });
      if (!reply.ok) throw new Error(JSON.stringify(reply));
    },
    async paidNotifies(count) {
      const bodies: string[] = [];
      for (let n = 0; n < count; n += 1)
        bodies.push(await openOrderNotify((change) => insert(orderWith(change)), signer, app));
      return bodies;
    },
    notify: (body) => receiveNotify(ports, { channel: 'alipay' }, { body, headers: {} }),
    queries: cloud.queries,
    close: () => db.destroy(),
  };
}

async function openOrderNotify(
  insert: (change: Partial<Order>) => Promise<Order>,
  signer: ReturnType<typeof alipaySigner>,
  { appId, sellerId }: App,
): Promise<string> {
  const orderNo = randomOrderNo();
  const outTradeNo = `${orderNo}_1`;
  const trade = { outTradeNo, channel: 'alipay', status: 'open', tradeNo: `P${outTradeNo}` } as const;
  await insert({ orderNo, trades: [trade] });
  return signer.body(aNotify(outTradeNo, '12.80', { app_id: appId, seller_id: sellerId }));
}

function counted(alipay: AlipayCloud): { alipay: AlipayCloud; queries(): number } {
  let queries = 0;
  const { common } = alipay.payment;
  const query: typeof common.query = (...args) => {
    queries += 1;
    return common.query(...args);
  };
  return { alipay: { ...alipay, payment: { common: { ...common, query } } }, queries: () => queries };
}

function randomOrderNo(): string {
  return randomBytes(12).toString('hex').toUpperCase();
}
