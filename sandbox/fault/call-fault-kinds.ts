import * as v from 'valibot';
import { type GatewayCode, MESSAGES } from '../alipay/answer';
import { ERROR_MESSAGES, type FshowsErrorCode } from '../fshows/answer';
import { anyName, headerText, realMs, selectors } from './fault-selectors';

/** Faults of calls to the gateway. They strike verified calls only: a fault must not hide a mistake in signing. */

const PHASES = ['before', 'after'] as const;
const phaseMessage = "must be 'before' or 'after' the effect";

/** What can take the place of the whole call may strike before its effect or after it. */
function eitherPhase<Kind extends string, Entries extends v.ObjectEntries>(
  kind: Kind,
  usually: (typeof PHASES)[number],
  entries: Entries,
) {
  return v.strictObject({
    ...selectors,
    kind: v.literal(kind),
    /**
     * Exact, or with `*` at its end for all that begin so; every call to the gateways when absent. `cashier.pay` is the
     * buyer's own payment over HTTP, `cashier.page` Fshows' hosted page that returns, `bill.download` the fetching of a
     * bill.
     */
    method: v.optional(anyName),
    phase: v.optional(v.picklist(PHASES, phaseMessage), usually),
    ...entries,
  });
}

/** What changes the true answer needs one, and thus the effect. */
function afterOnly<Kind extends string, Entries extends v.ObjectEntries>(kind: Kind, entries: Entries) {
  return v.strictObject({
    ...selectors,
    kind: v.literal(kind),
    method: v.optional(anyName),
    phase: v.optional(v.picklist(['after'], "must be 'after' the effect"), 'after'),
    ...entries,
  });
}

const GATEWAY_CODES = Object.keys(MESSAGES) as GatewayCode[];
const answerMembers = {
  code: v.optional(v.picklist(GATEWAY_CODES, `must be one of ${GATEWAY_CODES.join(', ')}`), '40004'),
  subCode: v.optional(anyName),
  subMsg: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  /** Business fields of the answer, in Alipay's spelling. */
  fields: v.optional(v.record(v.string(), v.string())),
};
const FSHOWS_CODES = Object.keys(ERROR_MESSAGES) as FshowsErrorCode[];
const body = v.optional(v.pipe(v.string(), v.maxLength(65_536)));
const bytes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536));

export const CALL_FAULT_KINDS = [
  /** Answers so much later; real milliseconds, because the client's patience is real too. */
  eitherPhase('delay', 'before', { delayMs: realMs }),
  /** Never answers and keeps the connection. */
  eitherPhase('hang', 'after', {}),
  /** Resets the connection (TCP RST). */
  eitherPhase('reset', 'after', {}),
  /** Closes the connection without an answer. */
  eitherPhase('hang_up', 'after', {}),
  /** Announces the whole answer and hangs up in the middle, or after `keepBytes`. */
  afterOnly('truncate', { keepBytes: v.optional(bytes) }),
  /** Sends the answer in small pieces. */
  afterOnly('drip', { chunkBytes: v.optional(bytes, 1), everyMs: v.optional(realMs, 200) }),
  /** Signs with a key that is not Alipay's. */
  afterOnly('wrong_signature', {}),
  afterOnly('no_signature', {}),
  /** Signs another spelling of the same JSON than it sends. */
  afterOnly('reserialised_signature', {}),
  /** Puts the signature before the node. */
  afterOnly('signature_first', {}),
  /** Changes, adds, or with null removes fields of the true answer, and signs that. */
  afterOnly('change', {
    fields: v.optional(v.record(v.string(), v.nullable(v.string())), {}),
    /** Removes every business field but these. */
    keep: v.optional(v.array(anyName)),
  }),
  /** Answers this, signed. */
  eitherPhase('answer', 'before', answerMembers),
  /** The same under the node `error_response`. */
  eitherPhase('error_response', 'before', answerMembers),
  /** Fshows answers this error, in its usual words unless others are given. */
  eitherPhase('error_code', 'before', {
    code: v.optional(v.picklist(FSHOWS_CODES, `must be one of ${FSHOWS_CODES.join(', ')}`), '-200'),
    message: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  }),
  /** Fshows writes money and rates as JSON numbers. */
  afterOnly('numbers', {}),
  /** A page for people where JSON is expected. */
  eitherPhase('html', 'before', { body }),
  eitherPhase('http_status', 'before', {
    status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)), 500),
    body,
  }),
  /** Sends the client elsewhere; to the same address over and over when none is given. */
  eitherPhase('redirect', 'before', {
    status: v.optional(v.picklist([301, 302, 307, 308], 'must be 301, 302, 307 or 308'), 302),
    location: v.optional(v.pipe(headerText, v.regex(/^\/(?!\/)/, 'must be a path of the sandbox'))),
  }),
  /** HTTP 200 and nothing. */
  eitherPhase('empty_body', 'before', {}),
  /** The buyer pays at this very moment. */
  eitherPhase('buyer_pays', 'before', {}),
  /** The trade is closed by somebody else at this very moment. */
  eitherPhase('trade_closes', 'before', {}),
];
