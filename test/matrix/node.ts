import { HttpClient } from 'urllib';
import { createCloud } from '../../cloud/create-cloud';
import { cloudLog } from '../../cloud/log';
import type { FshowsHttp } from '../../cloudfunctions/backend/channel/fshows/gateway';
import type { Clock } from '../../cloudfunctions/backend/flow/ports';
import { hostPorts } from '../../cloudfunctions/backend/host/ports';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';
import { postgresStore } from '../../cloudfunctions/backend/store/postgres';
import type { GoodsView } from '../../contract/views';
import type { Sandbox } from '../../sandbox/create-sandbox';
import { appOf } from './alipay-provider';
import { EVENTS_SECRET, OPERATOR_TOKEN } from './merchant-system';
import type { Provider } from './provider';
import { type UnrulyStore, unrulyStore } from './unruly-store';
import type { WorldSettings } from './world-settings';

export const SPACE = { spaceId: 'matrix-space', clientSecret: 'a secret of the matrix' };
export const LIFETIME_MS = 15 * 60_000;
export const TEA_FEN = 1_280;
export const TEA_YUAN = '12.80';
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
  merchantName: string;
  /** How it reaches those whom the merchant is paid through. */
  connection: Provider['connection'];
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
  const { settings, sandbox, clock, functionsRoot, databaseUrl, memory, notifyUrl, eventsUrl } = options;
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
      timeoutMs: settings.patienceMs,
    },
    functionsRoot,
    clock,
    log: cloudLog('warn', { write: options.log }),
    backend: ({ cloud: alipay, db, log }) => {
      const store = unrulyStore(memory ?? postgresStore(db), options.sawOrder);
      held.store = store;
      const config = {
        merchantId: 'matrix-shop',
        merchantName: options.merchantName,
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
        ...options.connection,
      };
      const ports = hostPorts({ store, cloud: alipay, http: httpOf(settings), log, clock, config });
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

/** The platform's HTTP client, which waits as long as the world's servers do. */
function httpOf({ patienceMs }: WorldSettings): FshowsHttp {
  const client = new HttpClient();
  const patience = patienceMs === undefined ? {} : { timeout: patienceMs };
  return { request: (url, options) => client.request(url, { ...options, ...patience }) };
}

function goodsOf({ goodsTitle = TEA_TITLE }: WorldSettings): GoodsView[] {
  return [
    { goodsId: 'tea', title: goodsTitle, description: '50 克', priceFen: TEA_FEN, picture: 'tea' },
    { goodsId: 'cup', title: '茶杯', description: '120 毫升', priceFen: 6_850, picture: 'cup' },
  ];
}
