/**
 * A backend node to be killed: real flows over PostgreSQL, the cloud's own way to Alipay and real HTTP to the merchant, in a process
 * of its own that does what the test's process tells it. With CRASH_AT=n in its environment it kills itself at the nth crash point
 * of the first command that is counted.
 */
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { alipayCloud } from '../../cloud/alipay-cloud';
import { cloudLog } from '../../cloud/log';
import { cloudMetrics } from '../../cloud/metrics';
import { closeOrder } from '../../cloudfunctions/backend/flow/close-order';
import { createOrder } from '../../cloudfunctions/backend/flow/create-order';
import type { Ports } from '../../cloudfunctions/backend/flow/ports';
import { receiveNotify } from '../../cloudfunctions/backend/flow/receive-notify';
import { refundOrder } from '../../cloudfunctions/backend/flow/refund-order';
import { sweepOrders } from '../../cloudfunctions/backend/flow/sweep-orders';
import { hostPorts } from '../../cloudfunctions/backend/host/ports';
import type { Buyer } from '../../cloudfunctions/backend/order/order';
import { type OrderDatabase, postgresStore } from '../../cloudfunctions/backend/store/postgres';
import { preparingPool } from '../../cloudfunctions/backend/store/postgres-pool';
import type { Command, News, NodeSettings, Order } from './commands';
import { crashPoints } from './crash-points';
import { numberedCloud, numberedPorts } from './numbered-ports';

const settings = JSON.parse(process.env.NODE_SETTINGS ?? '') as NodeSettings;
const points = crashPoints(Number(process.env.CRASH_AT ?? 0));
const buyer: Buyer = { kind: 'user_id', id: settings.buyerId };
const time = { nowMs: 0 };
const ports = portsOf(settings);

function portsOf(given: NodeSettings): Ports {
  const clock = { nowMs: () => time.nowMs };
  const log = cloudLog('silent');
  const { appId, appPrivateKey: privateKey, alipayPublicKey, gateway } = given;
  const cloud = alipayCloud({ appId, privateKey, alipayPublicKey, gateway }, clock, log, cloudMetrics());
  const pool = new Pool({ connectionString: given.databaseUrl });
  const db = new Kysely<OrderDatabase>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) });
  const config = { ...given, merchantId: 'crash-shop', merchantName: '茶馆' };
  const parts = { store: postgresStore(db), cloud: numberedCloud(cloud, points), log, clock, config };
  return numberedPorts(hostPorts(parts), points);
}

function run(command: Command): Promise<unknown> {
  switch (command.flow) {
    case 'create': {
      const items = [{ goodsId: 'cup-celadon', quantity: 1 }];
      return createOrder(ports, buyer, { requestId: command.requestId, items });
    }
    case 'close':
      return closeOrder(ports, buyer, command);
    case 'notify':
      return receiveNotify(ports, { channel: 'alipay' }, command);
    case 'refund':
      return refundOrder(ports, 'operator-of-this-test', command);
    case 'sweep':
      return sweepOrders(ports);
  }
}

function tell(news: News): void {
  process.send?.(news);
}

process.on('message', async ({ id, command, nowMs, isCounted }: Order) => {
  time.nowMs = nowMs;
  if (isCounted) points.count();
  try {
    tell({ id, kind: 'replied', reply: await run(command) });
  } catch (error) {
    tell({ id, kind: 'threw', message: String(error) });
  }
  tell({ id, kind: 'quiet', points: await points.quiet() });
});
process.on('disconnect', () => process.exit());
