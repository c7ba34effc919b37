import * as v from 'valibot';
import { type Refused, refused } from '../../../contract/errors';
import { isOrderNo } from '../order/numbers';
import type { OrderLimits } from './ports';

/** Arguments of a request that names an order. */
export const orderNoSchema = v.object({ orderNo: v.pipe(v.string(), v.check(isOrderNo, 'not an order number')) });

/** The id a caller makes before the first try and reuses on every retry. */
export const requestIdSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{16,64}$/, '16 to 64 characters A-Z a-z 0-9 _ -'),
);

/**
 * Text of a person: no longer than this in characters, without NUL or other control characters but line breaks and tabs, and without
 * halves of characters, which databases and signatures cannot keep.
 */
export function textSchema(mostCharacters: number) {
  return v.pipe(
    v.string(),
    // Every character is at most two units: what is longer than that need not be counted.
    v.maxLength(mostCharacters * 2),
    v.check((text) => Array.from(text).length <= mostCharacters, `at most ${mostCharacters} characters`),
    v.check(isKeepable, 'control characters, or half of a character'),
  );
}

function isKeepable(text: string): boolean {
  return Array.from(text).every((character) => !/\p{Cs}|\p{Cc}/u.test(character) || /[\t\n\r]/.test(character));
}

/** Arguments of a request for a page of a list. */
export const pageRequestSchema = v.object({ cursor: v.optional(textSchema(256)) });

/** Refuses a buyer's text that is longer than the merchant allows; null for any other, and for none. */
export function refuseLongText(field: string, text: string | undefined, limits: OrderLimits = {}): Refused | null {
  const { mostTextCharacters = Number.POSITIVE_INFINITY } = limits;
  if (text === undefined || Array.from(text).length <= mostTextCharacters) return null;
  return refused('bad_request', `${field}: at most ${mostTextCharacters} characters`);
}

/** Checks arguments from outside against a schema; the refusal names the first field at fault. */
export function parseRequest<Schema extends v.GenericSchema>(
  schema: Schema,
  args: unknown,
): { ok: true; value: v.InferOutput<Schema> } | Refused {
  const result = v.safeParse(schema, args);
  if (result.success) return { ok: true, value: result.output };
  const issue = result.issues[0];
  return refused('bad_request', `${v.getDotPath(issue) ?? 'arguments'}: ${issue.message}`);
}
