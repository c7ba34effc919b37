import type { Put } from '../record-log';
import type { Buyer, Buyers } from './buyers';
import type { Directory } from './directory';
import type { NewcomerBook } from './newcomer-book';
import type { AlipayRules } from './rules';
import { newcomerPut } from './tables';

/** All buyers, and the door through which newcomers come in: whoever is named first is kept first. */
export interface BuyerDesk extends Buyers {
  /** By `user_id`, or by the `open_id` of any app; a newcomer by the former only. */
  byAnyId(buyerId: string): Buyer | undefined;
}

/** `keep` has written the rows down when it returns; only then is a newcomer there. */
export interface BuyerDeskParts {
  directory: Directory;
  newcomers: NewcomerBook;
  rules: Pick<AlipayRules, 'welcomesNewBuyers'>;
  keep(puts: readonly Put[]): void;
}

/** Undefined for an id that is nobody's, unless it is free and the rule `welcomesNewBuyers` lets its newcomer in. */
export function buyerDesk({ directory, newcomers, rules, keep }: BuyerDeskParts): BuyerDesk {
  function welcomed(userId: string): Buyer | undefined {
    if (!rules.welcomesNewBuyers || !directory.isFree(userId)) return undefined;
    keep([newcomerPut({ userId })]);
    return newcomers.welcome(userId);
  }

  return {
    first: directory.buyers[0],
    all: () => [...directory.buyers, ...directory.newcomers.all()],
    named: (userId) => directory.buyerById(userId) ?? welcomed(userId),
    byAnyId: (buyerId) => directory.buyerByAnyId(buyerId) ?? welcomed(buyerId),
  };
}
