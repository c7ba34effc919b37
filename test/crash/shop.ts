import { AlipaySdk } from 'alipay-sdk';
import { Client } from 'pg';
import { migrateOrders } from '../../cloudfunctions/backend/store/postgres-migrations';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { onServer } from '../support/postgres-databases';
import type { Evidence, StoredOrder } from './auditor';
import type { NodeSettings } from './commands';
import { type MerchantServer, merchantServer } from './merchant-server';
import type { NodeProgram } from './node-process';
import { type NodeSeat, nodeSeat } from './node-seat';

export const LIFETIME_MS = 300_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 3, 4, 0, 0);
const SECRET = 'a secret of the tests that kill their nodes';

/** A database, an Alipay, a merchant's system and one node at a time: one situation after the other can be played in it. */
export interface Shop extends Pick<NodeSeat, 'run' | 'count' | 'ended' | 'restart'> {
  clock: SandboxClock;
  sandbox: Sandbox;
  merchant: MerchantServer;
  /** Lets Alipay's notifies through, those held back first. They are held back until then. */
  letNotifiesThrough(): Promise<void>;
  /** Lets time go by, with whatever Alipay has to tell in it. */
  advance(durationMs: number): Promise<void>;
  /** By request id, ascending. */
  stored(): Promise<StoredOrder[]>;
  evidence(): Promise<Evidence>;
  /** What was wrong at one moment, as it would not show at the end. */
  contradictions: string[];
  /** Another program of the merchant, with the same keys. */
  otherProgram(): AlipaySdk;
  /** The timer goes off, as often as is needed, until nothing is owed; gives up after many times. */
  settle(): Promise<void>;
  /** Forgets all orders, here and at Alipay. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const MOST_SWEEPS = 60;

export async function openShop(program: NodeProgram, databaseUrl: string): Promise<Shop> {
  const clock = sandboxClock({ frozenAtMs: START_MS });
  const sandbox = await createSandbox({ clock });
  const database = await openDatabase(databaseUrl);

  const merchant = await merchantServer({
    eventsSecret: SECRET,
    nowMs: clock.nowMs,
    async notify(body, headers) {
      const reply = await seat.start({ flow: 'notify', body, headers }).reply;
      if (reply === 'success' && !isStored(body, await stored()))
        shop.contradictions.push('acknowledged what is not stored');
      return reply as string | undefined;
    },
  });
  const seat = nodeSeat(program, settingsOf(sandbox, merchant, databaseUrl), clock);

  async function stored(): Promise<StoredOrder[]> {
    const { rows } = await database.query<{ body: StoredOrder }>('select body from orders');
    return rows.map(({ body }) => body).sort((left, right) => (left.requestId < right.requestId ? -1 : 1));
  }

  const shop: Shop = {
    clock,
    sandbox,
    merchant,
    ...seat,
    async letNotifiesThrough() {
      sandbox.setNotifyPolicy({ deliver: true });
      await shop.advance(0);
    },
    async advance(durationMs) {
      await clock.advance(durationMs);
      await seat.atRest();
    },
    stored,
    evidence: async () => ({ orders: await stored(), booked: sandbox.trades(), deliveries: merchant.deliveries }),
    contradictions: [],
    otherProgram() {
      const { appId, appPrivateKeyPkcs1: privateKey, alipayPublicKey, gateway } = appOf(sandbox);
      return new AlipaySdk({ appId, privateKey, alipayPublicKey, gateway });
    },
    async settle() {
      for (let sweeps = 0; sweeps < MOST_SWEEPS; sweeps += 1) {
        const dueAtMs = (await stored()).flatMap((order) => order.dueAtMs ?? []);
        if (dueAtMs.length === 0) return;
        await shop.advance(Math.max(MINUTE_MS, Math.min(...dueAtMs) - clock.nowMs()));
        await shop.run({ flow: 'sweep' });
      }
    },
    async clear() {
      await database.query('delete from orders');
      sandbox.reset();
      sandbox.setNotifyPolicy({ deliver: false });
      Object.assign(merchant, { deliveries: [], confirms: true });
      shop.contradictions = [];
    },
    async close() {
      await seat.leave();
      await Promise.all([sandbox.close(), merchant.close(), database.end()]);
    },
  };
  return shop;
}

async function openDatabase(url: string): Promise<Client> {
  const db = onServer({ connectionString: url });
  await migrateOrders(db).finally(() => db.destroy());
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

function settingsOf(sandbox: Sandbox, { notifyUrl, eventsUrl }: MerchantServer, databaseUrl: string): NodeSettings {
  const { appId, appPrivateKeyPkcs1: appPrivateKey, alipayPublicKey, gateway, sellerId } = appOf(sandbox);
  const [buyer] = sandbox.buyers();
  return {
    ...{ databaseUrl, gateway, appId, appPrivateKey, alipayPublicKey, sellerId, notifyUrl, eventsUrl },
    buyerId: buyer?.userId ?? '',
    eventsSecret: SECRET,
    orderKey: SECRET,
    orderLifetimeMs: LIFETIME_MS,
  };
}

function appOf({ apps }: Sandbox): Sandbox['apps'][number] {
  const [app] = apps;
  if (!app) throw new Error('the sandbox has no app');
  return app;
}

/** Whether the payment that a notify tells of is in the books. */
function isStored(body: string, orders: readonly StoredOrder[]): boolean {
  const notify = new URLSearchParams(body);
  const trades = orders.flatMap((order) => order.trades);
  return trades.some(({ outTradeNo, status }) => outTradeNo === notify.get('out_trade_no') && status === 'paid');
}
