import * as v from 'valibot';
import { anyName, durationMs, headerText, selectors } from './fault-selectors';

/** Faults of notifies. Each delivery is a match, so that a retry can be struck as well. */

function kind<Kind extends string, Entries extends v.ObjectEntries>(name: Kind, entries: Entries) {
  return v.strictObject({
    ...selectors,
    kind: v.literal(name),
    /** What Alipay tells of: `paid`, `closed` and so on. */
    cause: v.optional(anyName),
    ...entries,
  });
}

const fields = v.record(v.string(), v.nullable(v.string()));

export const NOTIFY_FAULT_KINDS = [
  /** The delivery is lost on its way; Alipay tries again as for any that is not acknowledged. */
  kind('notify_drop', {}),
  /** The delivery leaves so much later, by the sandbox's clock. */
  kind('notify_delay', { delayMs: durationMs }),
  /** The same bytes several times at once. */
  kind('notify_duplicate', {
    copies: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000)), 2),
  }),
  /** The delivery waits until another notify of the same trade has been delivered, but no longer than `delayMs`. */
  kind('notify_reorder', { delayMs: v.optional(durationMs, 86_400_000) }),
  /** Alters one parameter after signing. */
  kind('notify_corrupt', { parameter: v.optional(anyName, 'total_amount') }),
  /** Changes, adds, or with null removes parameters, and signs that with Alipay's key: genuine and yet not the merchant's. */
  kind('notify_change', { fields }),
  /** Signs with a key that is not Alipay's. */
  kind('notify_forge', { fields: v.optional(fields, {}) }),
  kind('notify_unsigned', {}),
  /** `RSA` signs with SHA-1; any other name is only said, over a signature as usual. */
  kind('notify_sign_type', { signType: anyName }),
  kind('notify_content_type', { contentType: headerText }),
  /** The parameters as JSON, or the form in base64, instead of a form. */
  kind('notify_encoding', { encoding: v.picklist(['json', 'base64'], "must be 'json' or 'base64'") }),
];
