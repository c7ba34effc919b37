import { observe } from '../../models/observe';
import { cashier } from '../../models/sandbox/phone';

/** What a component keeps on itself between its events. */
interface Bound {
  stop?: () => void;
  setData(changes: Record<string, unknown>): void;
}

/**
 * The sandbox's cashier over a page. Development builds put it on every page, so that it stays open when the page below it
 * changes; it binds a model as a page does, which is why it lies here.
 */
Component({
  data: { step: 'closed', t: {}, trade: null, trouble: '', showsMore: false, results: [] },
  didMount() {
    const bound = this as unknown as Bound;
    if (cashier) bound.stop = observe(bound, () => cashier?.view ?? {});
  },
  didUnmount() {
    (this as unknown as Bound).stop?.();
  },
  methods: {
    onPay() {
      void cashier?.pay();
    },
    onCancel() {
      void cashier?.cancel();
    },
    onMore() {
      cashier?.toggleMore();
    },
    onResult({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
      void cashier?.choose(currentTarget.dataset.id);
    },
  },
});
