import { observable, runInAction } from 'mobx';
import { isFen } from '../contract/money';
import type { CatalogReply } from '../contract/requests';
import type { ContactView, GoodsView, InstalmentOffer } from '../contract/views';
import type { Backend } from './backend';
import { BackendError } from './backend-error';
import type { Device } from './device';
import type { Problem } from './order-book';

/** What the shop sells. */
export interface Catalog {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly merchantName: string;
  readonly goods: readonly GoodsView[];
  /** How to reach the merchant; null where it does not say. */
  readonly contact: ContactView | null;
  /** Null where the merchant takes no instalments. */
  readonly instalments: InstalmentOffer | null;
  /** Whether the server has said all this since the app was started; until then it is what this phone remembers. */
  readonly isFresh: boolean;
  find(goodsId: string): GoodsView | undefined;
  /** Why the last question was not answered; null when it was. */
  readonly problem: Problem | null;
  /** Asks the server; what is shown stays until the answer is here. */
  load(): Promise<void>;
}

interface CatalogParts {
  backend: Backend;
  device: Device;
  /** The catalog the app was built with. */
  first?: unknown;
}

type Content = Pick<Catalog, 'merchantName' | 'goods' | 'contact' | 'instalments'>;

const STORAGE_KEY = 'catalog';
const NOTHING: Content = { merchantName: '', goods: [], contact: null, instalments: null };

/**
 * The catalog as the backend gives it. The last one is kept on the phone, so that an app that is opened again shows its goods
 * before anything was asked; at the very first start it shows what it was built with, if anything. Prices are the server's business in
 * any case.
 */
export function catalog({ backend, device, first }: CatalogParts): Catalog {
  const kept = keptContent(device.read(STORAGE_KEY)) ?? keptContent(first);
  const self = observable(
    {
      ...(kept ?? NOTHING),
      state: (kept ? 'ready' : 'loading') as Catalog['state'],
      isFresh: false,
      problem: null as Problem | null,
      find: (goodsId: string) => self.goods.find((goods) => goods.goodsId === goodsId),
      load,
    },
    { find: false, load: false },
  );

  async function load(): Promise<void> {
    runInAction(() => {
      if (self.state === 'failed') self.state = 'loading';
    });
    try {
      const reply = await backend.call('catalog-list', {});
      device.write(STORAGE_KEY, reply);
      runInAction(() => Object.assign(self, contentOf(reply), { state: 'ready', isFresh: true, problem: null }));
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      runInAction(() => {
        self.problem = error.reason;
        if (self.state !== 'ready') self.state = 'failed';
      });
    }
  }

  return self;
}

function contentOf({ merchantName, goods, contact, instalments }: Omit<CatalogReply, 'ok'>): Content {
  return { merchantName, goods, contact: contact ?? null, instalments: instalments ?? null };
}

/** Storage may hold anything; a catalog with one piece of goods that is none is not shown at all. */
function keptContent(stored: unknown): Content | null {
  const reply = (stored ?? {}) as Partial<CatalogReply>;
  if (typeof reply.merchantName !== 'string' || !Array.isArray(reply.goods) || !reply.goods.every(isGoods)) return null;
  return contentOf(reply as CatalogReply);
}

function isGoods(goods: Partial<GoodsView> | null): boolean {
  const words = [goods?.goodsId, goods?.title, goods?.description, goods?.picture];
  return words.every((word) => typeof word === 'string') && isFen(goods?.priceFen);
}
