import { memoryStore } from '../../cloudfunctions/backend/store/memory';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { alipayProvider, appOf } from './alipay-provider';
import { type Auditor, auditor } from './auditor';
import { APPS_WITHOUT_FEES, fshowsProvider } from './fshows-provider';
import type { Lab } from './lab';
import { type MailRoom, mailRoom } from './mail-room';
import { type MerchantSystem, merchantSystem } from './merchant-system';
import { startNode } from './node';
import { databaseBook, memoryBook, type OrderBook } from './order-book';
import type { Provider } from './provider';
import type { ChannelName, StoreName } from './scenario';
import { type Servers, servers } from './servers';
import type { WorldSettings } from './world-settings';

/** Everything of one world that has to be started and ended. */
export interface Stage {
  clock: SandboxClock;
  /** The time by our servers' clock. */
  serverNowMs(): number;
  sandbox: Sandbox;
  /** The mini-program of our merchant. */
  app: Sandbox['apps'][number];
  /** Whom our merchant is paid through. */
  provider: Provider;
  /** The same, and whoever else it is paid through. */
  providers: readonly Provider[];
  servers: Servers;
  post: MailRoom;
  merchant: MerchantSystem;
  book: OrderBook;
  audit: Auditor;
  /** The last lines that our servers logged from `warn` on. */
  logged: string[];
  close(): Promise<void>;
}

/** 3 January 2026, noon in Beijing. */
const START_MS = Date.UTC(2026, 0, 3, 4, 0, 0);
const MOST_LOGGED = 12;

/** Which of the worlds it is. */
export interface Place {
  channel: ChannelName;
  store: StoreName;
}

/** Starts a sandbox, the merchant's own system and one server, on an empty store of the given kind. */
export async function stage(lab: Lab, { channel, store }: Place, settings: WorldSettings): Promise<Stage> {
  const clock = sandboxClock({ frozenAtMs: START_MS });
  const serverNowMs = () => clock.nowMs() + (settings.serversAheadMs ?? 0);
  const [sandbox, database] = await Promise.all([openSandbox(clock, settings), lab.database()]);
  const app = appOf(sandbox, settings.buyerIds);
  const providers = providersOf(channel, sandbox, settings);
  const [provider] = providers;
  const numbers = new Set<string>();
  const memory = store === 'memory' ? memoryStore() : undefined;
  const book = memory ? memoryBook(memory, numbers) : databaseBook(database.url);
  const sellerIds = providers.map(({ accountId }) => accountId);
  const audit = auditor({ sandbox, sellerIds, providerLies: settings.providerLies ?? false });
  const logged: string[] = [];

  const ours = servers(() =>
    startNode({
      settings,
      sandbox,
      merchantName: provider.merchantName,
      connection: connectionOf(providers),
      clock: { nowMs: serverNowMs },
      functionsRoot: lab.functionsRoot,
      databaseUrl: database.url,
      memory,
      notifyUrl: post.url,
      eventsUrl: merchant.eventsUrl,
      sawOrder: (orderNo) => void numbers.add(orderNo),
      log: (line) => void logged.splice(0, logged.push(line.trim()) - MOST_LOGGED),
    }),
  );
  const post = await mailRoom({
    destination: () => (ours.current().store.isDead() ? null : `${ours.current().url}/http/trade-notify`),
    path: channel === 'alipay' || settings.secondChannel ? '' : `/${channel}`,
    async sawAcknowledged({ body }) {
      const notify = new URLSearchParams(body);
      audit.sawAcknowledged(notify, await book.get(notify.get('out_trade_no')?.split('_')[0] ?? ''));
    },
  });
  const merchant = await merchantSystem(() => ours.current().url);
  await ours.start();

  return {
    clock,
    serverNowMs,
    sandbox,
    app,
    provider,
    providers,
    servers: ours,
    post,
    merchant,
    book,
    audit,
    logged,
    async close() {
      await ours.close();
      await Promise.all([post.close(), merchant.close(), sandbox.close(), book.close()]);
      await database.release();
    },
  };
}

/** The provider of this world, and the other one where the merchant has both. */
function providersOf(
  channel: ChannelName,
  sandbox: Sandbox,
  { buyerIds, secondChannel = false }: WorldSettings,
): [Provider, ...Provider[]] {
  const [alipay, fshows] = [alipayProvider(sandbox, buyerIds), fshowsProvider(sandbox)];
  const [first, second] = channel === 'alipay' ? [alipay, fshows] : [fshows, alipay];
  return secondChannel ? [first, second] : [first];
}

function connectionOf(providers: readonly Provider[]): Provider['connection'] {
  const [only, ...others] = providers.map(({ connection }) => connection);
  if (others.length === 0) return only ?? {};
  return Object.assign({}, only, ...others, { routes: providers.map(({ channel }) => ({ channel })) });
}

/** Both gateways, with those switches that a scenario wants the other way. */
function openSandbox(clock: SandboxClock, { rules = {} }: WorldSettings): Promise<Sandbox> {
  return createSandbox({ clock, rules, fshows: { apps: APPS_WITHOUT_FEES, rules: { ...rules, refundFee: 'taken' } } });
}
