import { AlipaySdk } from 'alipay-sdk';
import { Client } from 'pg';
import { migrateOrders } from '../../cloudfunctions/backend/store/postgres-migrations';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { onServer } from '../support/postgres-databases';
import type { Evidence, StoredOrder } from './auditor';
import type { Command, NodeSettings } from './commands';
import { type MerchantServer, merchantServer } from './merchant-server';
import { type CommandEnd, type NodeProcess, type NodeProgram, nodeProcess } from './node-process';

export const LIFETIME_MS = 300_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 3, 4, 0, 0);
const SECRET = 'a secret of the tests that kill their nodes';

/** A database, an Alipay, a merchant's system and one node at a time: one situation after the other can be played in it. */
export interface Shop {
  clock: SandboxClock;
  sandbox: Sandbox;
  merchant: MerchantServer;
  /** Gives one command to the node, and waits until all that it began is over. Undefined when the node died of it. */
  run(command: Command): Promise<unknown>;
  /** Counts the crash points of the next command, or of the next notify that comes. */
  count(): void;
  /** How the counted command ended. Throws when there was none. */
  ended(): Promise<CommandEnd>;
  /** Starts another node; the one before ends, if it has not died. */
  restart(crashAt: number): Promise<void>;
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
  const [app] = sandbox.apps;
  const [buyer] = sandbox.buyers();
  if (!app || !buyer) throw new Error('the sandbox has no app or no buyer');
  const { appId, sellerId, alipayPublicKey, gateway } = app;
  const database = await openDatabase(databaseUrl);

  const merchant = await merchantServer({
    eventsSecret: SECRET,
    nowMs: clock.nowMs,
    async notify(body, headers) {
      const reply = await start({ flow: 'notify', body, headers }).reply;
      if (reply === 'success' && !(await isStored(body))) shop.contradictions.push('acknowledged what is not stored');
      return reply as string | undefined;
    },
  });
  const settings: NodeSettings = {
    databaseUrl,
    gateway,
    appId,
    appPrivateKey: app.appPrivateKeyPkcs1,
    alipayPublicKey,
    sellerId,
    buyerId: buyer.userId,
    notifyUrl: merchant.notifyUrl,
    eventsUrl: merchant.eventsUrl,
    eventsSecret: SECRET,
    orderKey: SECRET,
    orderLifetimeMs: LIFETIME_MS,
  };

  let node: NodeProcess | undefined;
  let isCounting = false;
  let counted: Promise<CommandEnd> | undefined;
  let last: Promise<CommandEnd> | undefined;

  function start(command: Command) {
    if (!node) throw new Error('no node was started');
    const running = node.run(command, clock.nowMs(), isCounting);
    if (isCounting) counted = running.end;
    isCounting = false;
    last = running.end;
    return running;
  }

  async function stored(): Promise<StoredOrder[]> {
    const { rows } = await database.query<{ body: StoredOrder }>('select body from orders');
    return rows.map(({ body }) => body).sort((left, right) => (left.requestId < right.requestId ? -1 : 1));
  }

  /** Whether the payment that a notify tells of is in the books. */
  async function isStored(body: string): Promise<boolean> {
    const notify = new URLSearchParams(body);
    const trades = (await stored()).flatMap((order) => order.trades);
    return trades.some(({ outTradeNo, status }) => outTradeNo === notify.get('out_trade_no') && status === 'paid');
  }

  const shop: Shop = {
    clock,
    sandbox,
    merchant,
    async run(command) {
      const running = start(command);
      const reply = await running.reply;
      const end = await running.end;
      if (end.kind === 'died' && running.end !== counted) throw new Error(`the node died unasked: ${end.at}`);
      return reply;
    },
    count() {
      isCounting = true;
    },
    async ended() {
      if (!counted) throw new Error('nothing was counted: the command never came');
      return counted;
    },
    async restart(crashAt) {
      await node?.end();
      node = nodeProcess(program, settings, crashAt);
    },
    async letNotifiesThrough() {
      sandbox.setNotifyPolicy({ deliver: true });
      await shop.advance(0);
    },
    async advance(durationMs) {
      await clock.advance(durationMs);
      await last;
    },
    stored,
    evidence: async () => ({ orders: await stored(), booked: sandbox.trades(), deliveries: merchant.deliveries }),
    contradictions: [],
    otherProgram: () => new AlipaySdk({ appId, privateKey: app.appPrivateKeyPkcs1, alipayPublicKey, gateway }),
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
      isCounting = false;
      counted = undefined;
    },
    async close() {
      await node?.end();
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
