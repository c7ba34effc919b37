import type { Notify } from '../alipay/notify';
import type { Put } from '../record-log';
import type { FshowsTrade } from './trade';

/** How the records of this folder stand in the record log, beside those of Alipay and its ledger. */

const TRADES = 'fshows_trade';
const NOTIFIES = 'fshows_notify';

export const fshowsTradePut = (trade: FshowsTrade): Put => [TRADES, trade.prepayId, trade];
export const fshowsNotifyPut = (notify: Notify): Put => [NOTIFIES, notify.notifyId, notify];

/** Whether a row is of the clearing platform. */
export function isFshowsPut([table]: Put): boolean {
  return table === TRADES || table === NOTIFIES;
}

interface Shelf<Item> {
  restore(item: Item): void;
  all(): Iterable<Item>;
}

interface Tables {
  book: Shelf<FshowsTrade>;
  notifies: Shelf<Notify>;
}

/** Takes one row back into memory. */
export function loadFshowsPut([table, , value]: Put, { book, notifies }: Tables): void {
  if (table === TRADES) book.restore(value as FshowsTrade);
  else notifies.restore(value as Notify);
}

/** Every row as it stands now. */
export function allFshowsPuts({ book, notifies }: Tables): Put[] {
  return [...Array.from(book.all(), fshowsTradePut), ...Array.from(notifies.all(), fshowsNotifyPut)];
}
