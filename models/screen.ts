import { observe } from './observe';

/** What a page shows and what can happen to it; one per visit to the page. */
export interface Screen {
  /** Everything the page's AXML reads. */
  readonly view: Record<string, unknown>;
  /** The title in another language than that of the page's JSON; undefined keeps the latter. */
  readonly title?: string | undefined;
  show?(): void;
  hide?(): void;
  /** Pulled down by the buyer; the page's indicator stays until it resolves. */
  pull?(): Promise<void>;
  reachBottom?(): void;
}

/** What our components raise: which thing, its new value, or what was typed; each where there is one. */
export interface ScreenEvent {
  id: string;
  value: number;
  text: string;
}

type Handlers<Model> = Record<string, (model: Model, event: ScreenEvent) => unknown>;

/** What a page keeps on itself between its events. */
interface PageInstance<Model> {
  visit?: { model: Model; close: () => void };
  setData(changes: Record<string, unknown>): void;
}

/**
 * Declares a page: `open` makes its model from the query, each handler passes one event on. The page itself decides nothing.
 * onShow may come more or less often than one expects around the cashier (reference mini-program 4.1), so `show` and
 * `hide` of a screen must bear repetition.
 */
export function screen<Model extends Screen>(
  open: (query: Record<string, string | undefined>) => Model,
  handlers: Handlers<Model>,
): void {
  type Instance = PageInstance<Model>;
  const modelOf = (page: unknown) => (page as Instance).visit?.model;

  Page({
    onLoad(query: unknown) {
      const page = this as unknown as Instance;
      const model = open((query ?? {}) as Record<string, string | undefined>);
      page.visit = { model, close: observe(page, () => model.view) };
    },
    onShow() {
      modelOf(this)?.show?.();
    },
    onReady() {
      const title = modelOf(this)?.title;
      if (title !== undefined) my.setNavigationBar({ title });
      inTheDark(() => my.setNavigationBar(DARK_BAR));
    },
    onHide() {
      modelOf(this)?.hide?.();
    },
    onUnload() {
      modelOf(this)?.hide?.();
      (this as unknown as Instance).visit?.close();
    },
    async onPullDownRefresh() {
      await modelOf(this)?.pull?.();
      my.stopPullDownRefresh();
    },
    onReachBottom() {
      modelOf(this)?.reachBottom?.();
    },
    ...boundTo(modelOf, handlers),
  });
}

/** The bar above the page, which styles do not reach, in the dark: --ground and --ink of app.acss. */
const DARK_BAR = { backgroundColor: '#101319', frontColor: '#ffffff' } as const;

/** No API says which theme is on; what only dark styles draw does. */
function inTheDark(run: () => void): void {
  my.createSelectorQuery()
    .select('.dark-probe')
    .boundingClientRect()
    .exec((found) => {
      const probe = found[0] as { width?: number } | null;
      if (probe?.width) run();
    });
}

function boundTo<Model>(modelOf: (page: unknown) => Model | undefined, handlers: Handlers<Model>) {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      function (this: unknown, event: ScreenEvent) {
        const model = modelOf(this);
        if (model) void handle(model, event);
      },
    ]),
  );
}
