import type { Stage, StageOptions } from './world';

/** One thing that can happen to a purchase, played until the screen says what is true then. */
export interface Scene {
  /** Names its pictures. */
  name: string;
  /** What has happened, in a few words. */
  title: string;
  options?: StageOptions;
  /**
   * Plays it, and waits for the true sentence and the next step; throws when they do not come. Faults of the sandbox and
   * changes of the goods that it leaves behind are taken away after it.
   */
  play(stage: Stage): Promise<void>;
  /** Another scene that ends on the same screen; it has the picture. */
  looksLike?: string;
  /** Errors in the console that belong to what has happened, such as calls of a phone without a network. */
  expectedErrors?: RegExp;
}

/** What my.tradePay answers, as `tradePay.next` of the simulator names it. */
export type Code = '9000' | '8000' | '6004' | '4000' | '6001' | '6002' | '99' | '5000' | '4' | 'none';

/** Chooses, and pays with the cashier answering as told; the money moves only if it says so. */
export async function payWith({ phone, choose, t }: Stage, code: Code, isPaid = false): Promise<void> {
  await choose('明前龙井', '桂花糕');
  await phone.tradePay.next(code, { isPaid });
  await phone.tap(t.checkout.pay);
}

/** A button that offers the next step. */
export async function offers({ phone }: Stage, name: string): Promise<void> {
  await phone.screen.getByRole('button', { name }).filter({ visible: true }).first().waitFor();
}

/** Taps what may be gone already, because the screen has learned better by itself. */
export async function tapUnless(stage: Stage, name: string, text: string): Promise<void> {
  const known = stage.sees(text);
  const button = stage.phone.screen.getByRole('button', { name });
  await Promise.race([button.click().catch(() => undefined), known]);
  await known;
}

/** The number of the order whose page is open. */
export async function orderNoOf({ phone }: Stage): Promise<string> {
  const orderNo = (await phone.pages()).at(-1)?.query.orderNo;
  if (orderNo === undefined) throw new Error('the open page is not that of an order');
  return orderNo;
}

/** The pages of an order, for phones that open them directly. */
export const pathOf = {
  order: (orderNo: string) => `pages/order/order?orderNo=${orderNo}`,
  result: (orderNo: string) => `pages/result/result?orderNo=${orderNo}`,
};

/** Nothing on the screen may say that it is paid. */
export async function neverSaysPaid({ phone, t }: Stage): Promise<void> {
  const text = (await phone.screen.textContent()) ?? '';
  for (const claim of [t.result.paid, t.result.paidHint]) {
    if (text.includes(claim)) throw new Error(`the screen says "${claim}" and the server has not`);
  }
}
