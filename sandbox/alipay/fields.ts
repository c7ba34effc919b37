import * as v from 'valibot';
import { fromBeijingTime } from '../beijing-time';
import { yuanToFen } from '../money';
import type { AlipayRules } from './rules';

/** Field rules shared by the methods (reference alipay-trade 7). Lengths are in characters. */

/** Alipay takes a JSON number where it documents a string. */
const scalar = v.pipe(
  v.union([v.string('须为字符串'), v.pipe(v.number(), v.finite())], '须为字符串'),
  v.transform(String),
);

export const text = (longest: number) => v.pipe(scalar, v.maxLength(longest, `最长 ${longest} 个字符`));

export const merchantNumber = v.pipe(text(64), v.regex(/^[A-Za-z0-9_]+$/, '只能包含字母、数字、下划线'));

export const alipayNumber = v.pipe(text(64), v.minLength(16, '最短 16 个字符'));

/** Yuan with at most two decimals → fen. Whether it is in range is another question with another answer. */
export const amount = v.pipe(
  scalar,
  v.check((yuan) => yuanToFen(yuan) !== undefined, '须为最多两位小数的金额，单位为元'),
  v.transform((yuan) => yuanToFen(yuan) ?? 0),
);

/** `yyyy-MM-dd HH:mm:ss` in Beijing → milliseconds. */
export const moment = v.pipe(
  scalar,
  v.check((time) => fromBeijingTime(time) !== undefined, '格式须为 yyyy-MM-dd HH:mm:ss'),
  v.transform((time) => fromBeijingTime(time) ?? 0),
);

/** A call as far as its fields are concerned. */
export interface FieldsCall {
  biz: Readonly<Record<string, unknown>>;
  alipay: { rules: Pick<AlipayRules, 'unknownNames'> };
}

/** `detail` is a sentence in Chinese for the developer, behind Alipay's own words. */
export type FieldsVerdict<Output> = { isValid: true; output: Output } | { isValid: false; detail: string };

/** An object, or a pipe that begins with one: then its entries are the pipe's too. */
type FieldsSchema = v.GenericSchema & { entries: v.ObjectEntries };

/** The fields as `schema` wants them, or a sentence about the first that is wrong. */
export function readFields<Schema extends FieldsSchema>(
  schema: Schema,
  { biz, alipay }: FieldsCall,
): FieldsVerdict<v.InferOutput<Schema>> {
  const unknown = alipay.rules.unknownNames === 'ignored' ? undefined : unknownField(schema, biz);
  if (unknown !== undefined) return { isValid: false, detail: `不支持的字段 ${unknown}` };
  const parsed = v.safeParse(schema, biz, { abortEarly: true });
  if (parsed.success) return { isValid: true, output: parsed.output };
  const [issue] = parsed.issues;
  const path = issue.path?.map((step) => String(step.key)).join('.') ?? 'biz_content';
  const isMissing = issue.received === 'undefined';
  return { isValid: false, detail: isMissing ? `${path} 不能为空` : `${path} ${issue.message}` };
}

/** Fields inside of others are not looked at. */
function unknownField({ entries }: FieldsSchema, biz: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(biz)
    .find((name) => !Object.hasOwn(entries, name))
    ?.slice(0, 64);
}
