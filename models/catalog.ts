import { observable, runInAction } from 'mobx';
import type { GoodsView } from '../contract/views';
import type { Backend } from './backend';
import { BackendError } from './backend-error';
import type { Problem } from './order-book';

/** What the shop sells. */
export interface Catalog {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly merchantName: string;
  readonly goods: readonly GoodsView[];
  find(goodsId: string): GoodsView | undefined;
  /** Why the last question was not answered; null when it was. */
  readonly problem: Problem | null;
  /** Asks the server; what is shown stays until the answer is here. */
  load(): Promise<void>;
}

/** The catalog as the backend gives it; empty until loaded. */
export function catalog({ backend }: { backend: Backend }): Catalog {
  const self = observable(
    {
      state: 'loading' as Catalog['state'],
      merchantName: '',
      goods: [] as GoodsView[],
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
      const { merchantName, goods } = await backend.call('catalog-list', {});
      runInAction(() => Object.assign(self, { state: 'ready', problem: null, merchantName, goods }));
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
