import * as v from 'valibot';
import { yuanToFen } from '../money';

/** Field rules shared by the methods (reference fshows 5 and 11). Lengths are in characters. */

/** Clients differ in whether they write numbers as JSON numbers. */
const scalar = v.pipe(v.union([v.string(), v.pipe(v.number(), v.finite())], '须为字符串'), v.transform(String));

export const text = (longest: number) =>
  v.pipe(
    scalar,
    v.check((value) => value.trim() !== '', '不能为空'),
    v.maxLength(longest, `最长${longest}个字符`),
  );

export const providerNumber = v.pipe(text(64), v.regex(/^[A-Za-z0-9_]+$/, '只能包含字母、数字、下划线'));

/** Yuan with at most two decimals → fen, from `leastFen` to a hundred million yuan. */
export const amount = (leastFen: number) =>
  v.pipe(
    scalar,
    v.transform((yuan) => yuanToFen(yuan) ?? Number.NaN),
    v.check((fen) => !Number.isNaN(fen), '须为最多两位小数的金额，单位为元'),
    v.check((fen) => fen >= leastFen && fen <= LARGEST_FEN, '金额超出范围'),
  );

const LARGEST_FEN = 100_000_000_00;

export const webAddress = v.pipe(
  scalar,
  v.check((url) => /^https?:\/\//i.test(url) && URL.canParse(url), '须为http或https地址'),
);

/** How most methods name a trade; `trade_no` wins where both are given. */
export const tradeRefFields = { out_trade_no: v.optional(text(64)), trade_no: v.optional(text(64)) };

/** `detail` is `[field]reason`. */
export type FieldsVerdict<Output> = { isValid: true; output: Output } | { isValid: false; detail: string };

/** The fields as `schema` wants them, or `[field]reason` about the first that is wrong. */
export function readFields<Schema extends v.GenericSchema>(
  schema: Schema,
  content: Readonly<Record<string, unknown>>,
): FieldsVerdict<v.InferOutput<Schema>> {
  const parsed = v.safeParse(schema, content, { abortEarly: true });
  if (parsed.success) return { isValid: true, output: parsed.output };
  const [issue] = parsed.issues;
  const path = issue.path?.map((step) => String(step.key)).join('.') ?? 'content';
  return { isValid: false, detail: `[${path}]${issue.received === 'undefined' ? '不能为空' : issue.message}` };
}
