import type { Tolerance } from './tolerances';
import type { TradeBookRules } from './trade-book';

/** What no source says of the live platform, and is therefore a switch (reference fshows, all marked unconfirmed). */
export interface FshowsRules extends TradeBookRules {
  /** For how long an unpaid trade can be paid; no parameter asks for it and no document says (reference fshows 5). */
  unpaidLifeMs: number;
  /** Names the field and what is wrong with it behind `无效参数`, as the platform's own code does; its document's sample does not. */
  explainsErrors: boolean;
  /** What a sub-merchant of another provider is told (reference fshows 4.1). */
  foreignSubMerchantCode: '-202' | '-203';
  /** What a method that nobody knows is told; one that is not opened for the app is always -102. */
  unknownMethodCode: '-102' | '-101';
  /** Takes a `buyer_id` that no buyer of the sandbox has: whoever holds the phone pays. Otherwise it is -300. */
  takesUnknownBuyers: boolean;
  /** What a close of a paid or closed trade, and a refund of an unpaid one, is told. */
  wrongStateCode: '-220' | '-300';
  /** What a second refund, or one of more than is left, is told. */
  overRefundCode: '-302' | '-220';
  /** Whether `refund_fee` is refused unless it is the whole trade, not read, or refunds a part (reference fshows 9). */
  refundFee: 'refused' | 'ignored' | 'taken';
  /** Writes money and rates of a reply as JSON numbers; both ways are seen (reference fshows 4). */
  numbersInReplies: boolean;
  /** How long after midnight in Beijing the bill of the day before can be had. */
  billReadyAfterMs: number;
  /** What a bill without rows is: -209, or success with a blank address (reference fshows 9). */
  emptyBill: 'not_generated' | 'blank_url';
  /** Time between two deliveries of a notify that is not acknowledged. */
  notifyRetryGapsMs: readonly number[];
  /** How long a receiver of notifies has for its reply. */
  notifyTimeoutMs: number;
  /** Which ways of asking are taken beside the strict one, until the control API says otherwise. */
  tolerates: readonly Tolerance[];
}

export const ASSUMED_FSHOWS_RULES: FshowsRules = {
  unpaidLifeMs: 15 * 86_400_000,
  refundWindowMs: 365 * 86_400_000,
  refundLagMs: 0,
  identicalRetry: 'refused',
  closesClosed: false,
  reversesPrecreated: true,
  explainsErrors: false,
  foreignSubMerchantCode: '-203',
  unknownMethodCode: '-102',
  takesUnknownBuyers: false,
  wrongStateCode: '-220',
  overRefundCode: '-302',
  refundFee: 'refused',
  numbersInReplies: false,
  billReadyAfterMs: 9 * 3_600_000,
  emptyBill: 'not_generated',
  notifyRetryGapsMs: [10_000, 30_000, 60_000],
  notifyTimeoutMs: 10_000,
  tolerates: [],
};
