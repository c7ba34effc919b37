import type { Put } from '../record-log';
import type { PartyStanding } from './account-book';
import type { LedgerEntry } from './ledger';

/** How the records of this folder stand in the record log. */

export const entryPut = (entry: LedgerEntry): Put => ['entry', entry.entryNo, entry];
export const standingPut = (standing: PartyStanding): Put => ['standing', standing.partyId, standing];
