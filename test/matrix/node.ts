import { createCloud } from '../../cloud/create-cloud';
import { cloudLog } from '../../cloud/log';
import type { Clock } from '../../cloudfunctions/backend/flow/ports';
import { hostPorts } from '../../cloudfunctions/backend/host/ports';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';
import { postgresStore } from '../../cloudfunctions/backend/store/postgres';
import type { GoodsView } from '../../contract/views';
import type { BuyerIdKind } from '../../sandbox/alipay/apps';
import type { Sandbox } from '../../sandbox/create-sandbox';
import { EVENTS_SECRET, OPERATOR_TOKEN } from './merchant-system';
import { type UnrulyStore, unrulyStore } from './unruly-store';
import type { WorldSettings } from './world-settings';

export const SPACE = { spaceId: 'matrix-space', clientSecret: 'a secret of the matrix' };
export const LIFETIME_MS = 15 * 60_000;
export const TEA_FEN = 1_280;
export const TEA_TITLE = '绿茶';

/** One server of ours: the self-hosted cloud with its functions, on a database that it shares with others. */
export interface Node {
  url: string;
  /** Its way to the database. */
  store: UnrulyStore;
  /** What the timer would start. */
  sweep(): Promise<unknown>;
  /** Gone at once, with all it was doing. */
  kill(): Promise<void>;
}

export interface NodeOptions {
  settings: WorldSettings;
  sandbox: Sandbox;
  clock: Clock;
  functionsRoot: string;
  databaseUrl: string;
  /** Orders in memory that outlive the node; in the database when absent. */
  memory?: OrderStore;
  notifyUrl: string;
  eventsUrl: string;
  sawOrder(orderNo: string): void;
  /** Takes what the node logs from `warn` on. */
  log(line: string): void;
}

export async function startNode(options: NodeOptions): Promise<Node> {
  const { settings, sandbox, clock, functionsRoot, databaseUrl, memory, notifyUrl, eventsUrl, sawOrder } = options;
  const app = appOf(sandbox, settings.buyerIds);
  const { appId, sellerId, alipayPublicKey } = app;
  const held: { store?: UnrulyStore } = {};
  const cloud = await createCloud({
    port: 0,
    database: { kind: 'server', url: databaseUrl },
    space: { ...SPACE, appId },
    alipay: {
      appId,
      privateKey: app.appPrivateKeyPkcs1,
      alipayPublicKey,
      gateway: app.gateway,
      timeoutMs: settings.alipayTimeoutMs,
    },
    functionsRoot,
    clock,
    log: cloudLog('warn', { write: options.log }),
    backend: ({ cloud: alipay, db, log }) => {
      const store = unrulyStore(memory ?? postgresStore(db), sawOrder);
      held.store = store;
      const config = {
        merchantId: 'matrix-shop',
        merchantName: app.sellerName,
        appId,
        sellerId,
        alipayPublicKey,
        notifyUrl,
        eventsUrl,
        eventsSecret: EVENTS_SECRET,
        operatorToken: OPERATOR_TOKEN,
        honourLateMs: settings.honourLateMs,
        orderKey: 'a key of the matrix, the same on all nodes',
        orderLifetimeMs: LIFETIME_MS,
      };
      const ports = hostPorts({ store, cloud: alipay, log, clock, config });
      return { ...ports, goods: async () => goodsOf(settings) };
    },
  });
  const { store } = held;
  if (!store) throw new Error('the cloud made no backend');
  return {
    url: cloud.url,
    store,
    sweep: () => cloud.runTimer('order-sweep'),
    async kill() {
      store.die();
      await cloud.close();
    },
  };
}

/** The app that our merchant has: the first that learns of its buyers by such an id. */
export function appOf({ apps }: Pick<Sandbox, 'apps'>, buyerIds: BuyerIdKind = 'user_id'): Sandbox['apps'][number] {
  const app = apps.find(({ buyerIdKind }) => buyerIdKind === buyerIds);
  if (!app) throw new Error(`the sandbox has no app that knows buyers by ${buyerIds}`);
  return app;
}

function goodsOf({ goodsTitle = TEA_TITLE }: WorldSettings): GoodsView[] {
  return [
    { goodsId: 'tea', title: goodsTitle, description: '50 克', priceFen: TEA_FEN, picture: 'tea' },
    { goodsId: 'cup', title: '茶杯', description: '120 毫升', priceFen: 6_850, picture: 'cup' },
  ];
}
