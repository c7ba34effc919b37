import * as v from 'valibot';
import { GATEWAYS } from '../fault/fault-selectors';
import { NOTIFY_CAUSES } from '../notify/notify';

/** What the control API takes. */

export const id = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(128, 'has at most 128 characters'),
);

export const buyerId = v.pipe(
  id,
  v.description(
    'user_id, or open_id of any app. 2088 and 12 digits that nobody has are a new buyer’s, unless they end in 0000 or 9999',
  ),
);

/** A moment in milliseconds since 1970, no later than JavaScript's dates and Beijing's year 9999. */
const moment = v.pipe(
  v.number(),
  v.integer('must be whole milliseconds'),
  v.minValue(0, 'must be 0 or more'),
  v.maxValue(253_402_200_000_000, 'is beyond the year 9999'),
);

const LONGEST_ADVANCE_MS = 400 * 86_400_000;

const duration = v.pipe(
  v.number(),
  v.integer('must be whole milliseconds'),
  v.minValue(0, 'must be 0 or more; jump goes back'),
  v.maxValue(LONGEST_ADVANCE_MS, 'is at most 400 days'),
);

/** A number in a query, which is text. */
const upTo9999 = v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, 'must be 1 to 9999'), v.transform(Number));
const countInQuery = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'must be a whole number'), v.transform(Number));

export const listInput = v.object({ limit: v.optional(upTo9999) });

export const logInput = v.object({ since: v.optional(countInQuery), limit: v.optional(upTo9999) });

export const payInput = v.object({
  tradeNo: id,
  buyerId: v.optional(buyerId),
  outcome: v.picklist(['paid', 'cancelled'], "must be 'paid' or 'cancelled'"),
});

export const authCodeInput = v.object({ buyerId: v.optional(buyerId), appId: v.optional(id) });

const cause = v.picklist(NOTIFY_CAUSES, `must be one of ${NOTIFY_CAUSES.join(', ')}`);

export const policyInput = v.object({ deliver: v.optional(v.boolean()), causes: v.optional(v.array(cause)) });

export const backfillInput = v.object({ sinceMs: moment });

export const clockInput = v.variant(
  'action',
  [
    v.strictObject({ action: v.literal('freeze') }),
    v.strictObject({ action: v.literal('resume') }),
    v.strictObject({ action: v.literal('advance'), durationMs: duration }),
    v.strictObject({ action: v.literal('jump'), toMs: moment }),
  ],
  "must be 'freeze', 'resume', 'advance' or 'jump'",
);

export const presetInput = v.strictObject({
  preset: id,
  gateway: v.optional(v.picklist(GATEWAYS, "must be 'alipay' or 'fshows'")),
  appId: v.optional(id),
  outTradeNo: v.optional(id),
  tradeNo: v.optional(id),
  probability: v.optional(v.pipe(v.number(), v.minValue(0, 'is 0 to 1'), v.maxValue(1, 'is 0 to 1'))),
  times: v.optional(v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be 1 or more'))),
});
