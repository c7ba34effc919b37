import { memoryStore } from '../../cloudfunctions/backend/store/memory';
import type { OrderView } from '../../contract/views';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Auditor, auditor, balanceFen, type StoredOrder } from './auditor';
import type { Lab } from './lab';
import { type Letter, type MailRoom, mailRoom } from './mail-room';
import { type MerchantSystem, merchantSystem } from './merchant-system';
import { appOf, type Node, SPACE, startNode } from './node';
import { type Answer, type Phone, phone } from './phone';
import type { StoreName } from './scenario';
import { settle } from './settle';
import type { WorldSettings } from './world-settings';

/** Everything that takes part in one purchase, with nothing replaced but time and the outside's good will. */
export interface World {
  /** Moves Alipay and our servers together. */
  clock: SandboxClock;
  sandbox: Sandbox;
  faults: Sandbox['faults'];
  post: MailRoom;
  buyer: Phone;
  otherBuyer: Phone;
  /** The merchant's own system, and whoever sits at it. */
  merchant: MerchantSystem;
  /** The server that phones, Alipay and the timer reach. */
  readonly node: Node;
  /** One more server on the same database; reached by nobody unless a scenario does. */
  startNode(): Promise<Node>;
  /** The server dies, if it has not yet, and another one takes its place. */
  replaceNode(): Promise<void>;
  advance(durationMs: number): Promise<void>;
  /** What the timer does every minute, now. */
  sweep(): Promise<unknown>;
  /** Makes an order that can be paid, and gives its number. */
  order(): Promise<string>;
  /** The buyer pays the order's open trade at Alipay. Throws when Alipay does not let them. */
  pay(orderNo: string): void;
  /** The order's trades in Alipay's books, oldest first. */
  trades(orderNo: string): ReturnType<Sandbox['trades']>;
  /** Brings the merchant's account at Alipay to this balance. */
  setSellerBalance(fen: number): void;
  /** Whether Alipay's notifies get through; what is held back meanwhile comes when they do again. */
  notifies(getThrough: boolean): void;
  stored(orderNo: string): Promise<StoredOrder>;
  allStored(): Promise<StoredOrder[]>;
  /** Says how an order must have ended when all has settled. */
  mustEnd(orderNo: string, status: 'paid' | 'closed'): void;
}

export interface RunningWorld extends World {
  /** Lets time go by until nothing is left to do; then all that is wrong, in words. */
  judge(): Promise<string[]>;
  /** The last lines that our servers logged. */
  logged(): string[];
  close(): Promise<void>;
}

/** 3 January 2026, noon in Beijing. */
const START_MS = Date.UTC(2026, 0, 3, 4, 0, 0);
const MOST_LOGGED = 12;

export async function createWorld(lab: Lab, storeName: StoreName, settings: WorldSettings = {}): Promise<RunningWorld> {
  const clock = sandboxClock({ frozenAtMs: START_MS });
  const serverClock = { nowMs: () => clock.nowMs() + (settings.serversAheadMs ?? 0) };
  const [sandbox, database] = await Promise.all([createSandbox({ clock, rules: settings.rules }), lab.database()]);
  const { appId, sellerId } = appOf(sandbox);
  const memory = storeName === 'memory' ? memoryStore() : undefined;
  const orderNos = new Set<string>();
  const nodes: Node[] = [];
  const logged: string[] = [];
  const ends = new Map<string, 'paid' | 'closed'>();
  const audit: Auditor = auditor({ sandbox, sellerId, providerLies: settings.providerLies ?? false });

  const current = (): Node => {
    const node = nodes[0];
    if (!node) throw new Error('no node was started');
    return node;
  };
  const look = async (orderNo: string): Promise<StoredOrder | undefined> =>
    (await (memory ?? reader(current())).get(orderNo)) ?? undefined;

  const post = await mailRoom({
    destination: () => (current().store.isDead() ? null : `${current().url}/http/trade-notify`),
    sawAcknowledged: async ({ body }: Letter) => {
      const notify = new URLSearchParams(body);
      audit.sawAcknowledged(notify, await look(notify.get('out_trade_no')?.split('_')[0] ?? ''));
    },
  });

  const merchant = await merchantSystem(() => current().url);

  const newNode = (): Promise<Node> =>
    startNode({
      settings,
      sandbox,
      clock: serverClock,
      functionsRoot: lab.functionsRoot,
      databaseUrl: database.url,
      memory,
      notifyUrl: post.url,
      eventsUrl: merchant.eventsUrl,
      sawOrder: (orderNo) => void orderNos.add(orderNo),
      log(line) {
        logged.push(line.trim());
        if (logged.length > MOST_LOGGED) logged.shift();
      },
    });
  nodes.push(await newNode());

  const phoneOf = (buyerId: string): Phone =>
    phone({
      buyerId,
      clock,
      space: { ...SPACE, appId },
      endpoint: () => current().url,
      authCode: () => codeOf(sandbox, buyerId, appId),
      saw: (shown: OrderView) => audit.saw(shown, buyerId),
    });
  const [buyer, otherBuyer] = sandbox.buyers().map(({ userId }) => phoneOf(userId));
  if (!buyer || !otherBuyer) throw new Error('the sandbox has fewer than two buyers');

  const world: RunningWorld = {
    clock,
    sandbox,
    faults: sandbox.faults,
    post,
    buyer,
    otherBuyer,
    merchant,
    get node() {
      return current();
    },
    async startNode() {
      const node = await newNode();
      nodes.push(node);
      return node;
    },
    async replaceNode() {
      const [old] = nodes;
      await old?.kill();
      nodes[0] = await newNode();
    },
    advance: clock.advance,
    sweep: () => current().sweep(),
    order: async () => orderOf(await buyer.create()).orderNo,
    pay(orderNo) {
      const trade = world.trades(orderNo).at(-1);
      const paid = sandbox.pay({ tradeNo: trade?.tradeNo ?? '', outcome: 'paid' });
      if (!('status' in paid)) throw new Error(`Alipay does not take the payment: ${JSON.stringify(paid)}`);
    },
    trades: (orderNo) =>
      sandbox
        .trades(1_000)
        .filter((trade) => trade.outTradeNo.startsWith(`${orderNo}_`))
        .reverse(),
    setSellerBalance(fen) {
      audit.sawDeposit(fen - balanceFen(sandbox, sellerId));
      sandbox.setBalance({
        accountId: sellerId,
        balance: `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`,
      });
    },
    notifies: (deliver) => void sandbox.setNotifyPolicy({ deliver }),
    async stored(orderNo) {
      const order = await look(orderNo);
      if (!order) throw new Error(`order ${orderNo} is not stored`);
      return order;
    },
    allStored: async () => (await Promise.all([...orderNos].map(look))).filter((order) => order !== undefined),
    mustEnd: (orderNo, status) => void ends.set(orderNo, status),
    async judge() {
      if (current().store.isDead()) await world.replaceNode();
      current().store.heal();
      await settle(world, () => serverClock.nowMs());
      const stored = await world.allStored();
      const phones = new Map([buyer, otherBuyer].map((one) => [one.buyerId, one]));
      const shown: OrderView[] = [];
      for (const order of stored) {
        const answer = await phones.get(order.buyer.id)?.query(order.orderNo);
        if (answer?.ok) shown.push(answer.order);
      }
      const otherwise = [...ends].flatMap(([orderNo, status]) => {
        const is = stored.find((order) => order.orderNo === orderNo)?.status ?? 'nowhere';
        return is === status ? [] : [`${orderNo.slice(0, 4)}… ended ${is} instead of ${status}`];
      });
      return [...otherwise, ...audit.verdict({ stored, shown, told: merchant.events })];
    },
    logged: () => [...logged],
    async close() {
      await Promise.all(nodes.map((node) => node.kill()));
      await Promise.all([post.close(), merchant.close(), sandbox.close(), database.release()]);
    },
  };
  return world;
}

/** The order of an answer that must have one. */
export function orderOf(answer: Answer): OrderView {
  if (!answer.ok) throw new Error(`refused: ${answer.reason}, ${answer.message}`);
  return answer.order;
}

// --- Internal helpers ---

/** Reads past what may be broken on a node's own way to the database. */
function reader(node: Node): { get(orderNo: string): Promise<StoredOrder | null> } {
  return { get: node.store.behind };
}

function codeOf(sandbox: Sandbox, buyerId: string, appId: string): string {
  const issued = sandbox.authCode({ buyerId, appId });
  if (!('authCode' in issued)) throw new Error('the sandbox gives no auth code');
  return issued.authCode;
}
