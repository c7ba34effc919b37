import type { InstalmentCount, InstalmentOffer, InstalmentsView } from '../contract/views';
import type { Format } from './format';
import type { Texts } from './texts-zh';

/** One way to pay, to choose from. */
export interface WayToPay {
  id: string;
  title: string;
  hint: string;
  isChosen: boolean;
}

/** All at once, which is always first. */
const AT_ONCE = 'at-once';

interface Parts {
  t: Texts;
  format: Format;
  offer: InstalmentOffer;
  totalFen: number;
  chosen: InstalmentCount | null;
}

/** The ways to pay that a merchant offers for a total. Huabei's fee is known to its cashier alone, so it is named, not guessed. */
export function waysToPay({ t, format, offer, totalFen, chosen }: Parts): WayToPay[] {
  const atOnce = { id: AT_ONCE, title: t.checkout.atOnce, hint: t.checkout.atOnceHint, isChosen: chosen === null };
  const monthly = offer.counts.map((count) => ({
    id: String(count),
    title: t.checkout.months(count),
    hint: t.checkout.perMonth[offer.feePayer](format.amount(Math.floor(totalFen / count))),
    isChosen: chosen === count,
  }));
  return [atOnce, ...monthly];
}

/** How an order is paid by instalments, in one sentence. */
export function instalmentsSentence(t: Texts, { count, feePayer }: InstalmentsView): string {
  return t.order.byInstalments(t.checkout.months(count), t.order.feePayer[feePayer]);
}
