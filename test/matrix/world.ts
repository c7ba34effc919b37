import type { OrderView } from '../../contract/views';
import type { SandboxClock } from '../../sandbox/clock';
import type { Sandbox } from '../../sandbox/create-sandbox';
import { balanceFen, type StoredOrder } from './auditor';
import type { Lab } from './lab';
import type { MailRoom } from './mail-room';
import type { MerchantSystem } from './merchant-system';
import { type Node, SPACE } from './node';
import { type Answer, type Phone, phone } from './phone';
import type { Provider, ProviderFaults } from './provider';
import { settle } from './settle';
import { type Place, type Stage, stage } from './stage';
import type { WorldSettings } from './world-settings';

/** Everything that takes part in one purchase, with nothing replaced but time and the outside's good will. */
export interface World {
  /** Moves the provider and our servers together. */
  clock: SandboxClock;
  sandbox: Sandbox;
  provider: Provider;
  /** The same, and the other one where the merchant has both. */
  providers: readonly Provider[];
  faults: ProviderFaults;
  post: MailRoom;
  buyer: Phone;
  otherBuyer: Phone;
  /** The merchant's own system, and whoever sits at it. */
  merchant: MerchantSystem;
  /** The server that phones, the provider and the timer reach. */
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
  /** The buyer pays the order's open trade at the provider. Throws when that does not let them. */
  pay(orderNo: string): void;
  /** The order's trades in the provider's books, oldest first. */
  trades(orderNo: string): ReturnType<Sandbox['trades']>;
  /** Brings the merchant's account at the provider to this balance. */
  setSellerBalance(fen: number): void;
  /** Whether the provider's notifies get through; what is held back meanwhile comes when they do again. */
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

/** A world in which nothing has happened yet. */
export async function createWorld(lab: Lab, place: Place, settings: WorldSettings = {}): Promise<RunningWorld> {
  const parts = await stage(lab, place, settings);
  const { clock, sandbox, provider, providers, servers, post, merchant, book, logged, close } = parts;
  const [buyer, otherBuyer] = sandbox.buyers().map(({ userId }) => phoneOf(parts, userId));
  if (!buyer || !otherBuyer) throw new Error('the sandbox has fewer than two buyers');
  const ends = new Map<string, 'paid' | 'closed'>();

  const world: RunningWorld = {
    ...atTheProvider(parts),
    clock,
    sandbox,
    provider,
    providers,
    faults: provider.faults,
    post,
    buyer,
    otherBuyer,
    merchant,
    get node() {
      return servers.current();
    },
    startNode: servers.start,
    replaceNode: servers.replace,
    advance: clock.advance,
    sweep: () => servers.current().sweep(),
    order: async () => orderOf(await buyer.create()).orderNo,
    async stored(orderNo) {
      const order = await book.get(orderNo);
      if (!order) throw new Error(`order ${orderNo} is not stored`);
      return order;
    },
    allStored: book.all,
    mustEnd: (orderNo, status) => void ends.set(orderNo, status),
    judge: () => judge(parts, world, ends),
    logged: () => [...logged],
    close,
  };
  return world;
}

/** The order of an answer that must have one. */
export function orderOf(answer: Answer): OrderView {
  if (!answer.ok) throw new Error(`refused: ${answer.reason}, ${answer.message}`);
  return answer.order;
}

// --- Internal helpers ---

function phoneOf({ sandbox, app, clock, servers, audit }: Stage, buyerId: string): Phone {
  const { appId } = app;
  return phone({
    buyerId,
    clock,
    space: { ...SPACE, appId },
    endpoint: () => servers.current().url,
    authCode() {
      const issued = sandbox.authCode({ buyerId, appId });
      if (!('authCode' in issued)) throw new Error('the sandbox gives no auth code');
      return issued.authCode;
    },
    saw: (shown: OrderView) => audit.saw(shown, buyerId),
  });
}

/** What people do at the provider, and what its books say. */
function atTheProvider({
  sandbox,
  provider,
  providers,
  audit,
}: Stage): Pick<World, 'pay' | 'trades' | 'setSellerBalance' | 'notifies'> {
  const { accountId } = provider;
  const accountIds = providers.map((one) => one.accountId);
  const trades = (orderNo: string) =>
    sandbox
      .trades(1_000)
      .filter(({ outTradeNo, sellerId }) => outTradeNo.startsWith(`${orderNo}_`) && accountIds.includes(sellerId));
  return {
    trades: (orderNo) => trades(orderNo).reverse(),
    pay(orderNo) {
      const paid = sandbox.pay({ tradeNo: trades(orderNo)[0]?.tradeNo ?? '', outcome: 'paid' });
      if (!('status' in paid)) throw new Error(`the payment is not taken: ${JSON.stringify(paid)}`);
    },
    setSellerBalance(fen) {
      audit.sawDeposit(fen - balanceFen(sandbox, accountId));
      const digits = String(fen).padStart(3, '0');
      sandbox.setBalance({ accountId, balance: `${digits.slice(0, -2)}.${digits.slice(-2)}` });
    },
    notifies: (deliver) => void sandbox.setNotifyPolicy({ deliver }),
  };
}

/** Lets everything come to its end, opens the page of every order once more, and hands all of it to the auditor. */
async function judge(parts: Stage, world: World, ends: ReadonlyMap<string, string>): Promise<string[]> {
  const { sandbox, app, servers, serverNowMs, book, audit, merchant } = parts;
  if (servers.current().store.isDead()) await servers.replace();
  servers.current().store.heal();
  await settle(world, serverNowMs);
  const stored = await book.all();
  const shown: OrderView[] = [];
  for (const order of stored) {
    const person = sandbox
      .buyers()
      .find(({ userId, openIds }) => [userId, openIds[app.appId]].includes(order.buyer.id));
    const owner = [world.buyer, world.otherBuyer].find(({ buyerId }) => buyerId === person?.userId);
    const answer = await owner?.query(order.orderNo);
    if (answer?.ok) shown.push(answer.order);
  }
  const otherwise = [...ends].flatMap(([orderNo, status]) => {
    const is = stored.find((order) => order.orderNo === orderNo)?.status ?? 'nowhere';
    return is === status ? [] : [`${orderNo.slice(0, 4)}… ended ${is} instead of ${status}`];
  });
  return [...otherwise, ...audit.verdict({ stored, shown, told: merchant.events })];
}
