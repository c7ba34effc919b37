import * as v from 'valibot';
import { type Refused, refused } from '../../../contract/errors';
import { isOrderNo } from '../order/numbers';

/** Arguments of a request that names an order. */
export const orderNoSchema = v.object({ orderNo: v.pipe(v.string(), v.check(isOrderNo, 'not an order number')) });

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
