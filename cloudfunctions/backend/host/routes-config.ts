import * as v from 'valibot';
import { fenFromYuan } from '../../../contract/money';
import type { ChannelName } from '../order/order';
import type { Route } from '../order/routing';
import { readJson } from './read-json';

const yuan = v.pipe(
  v.string(),
  v.check((text) => fenFromYuan(text) !== null, 'not an amount such as "100.00"'),
);

/** One rule as it is written: amounts in yuan, shares in whole per cent. */
export const routesSchema = v.pipe(
  v.array(
    v.strictObject({
      channel: v.picklist(['alipay', 'fshows']),
      fromYuan: v.optional(yuan),
      belowYuan: v.optional(yuan),
      sharePercent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
    }),
  ),
  v.minLength(1),
  v.check((rules) => takesAll(rules.at(-1)), 'the last rule must take every order: give it a channel and nothing else'),
  v.transform((rules) => rules.map(routeOf)),
);

type Rule = { channel: ChannelName; fromYuan?: string; belowYuan?: string; sharePercent?: number };

function takesAll(rule: Rule | undefined): boolean {
  return rule !== undefined && Object.keys(rule).length === 1;
}

function routeOf({ channel, fromYuan, belowYuan, sharePercent }: Rule): Route {
  return {
    channel,
    ...(fromYuan === undefined ? {} : { fromFen: fenFromYuan(fromYuan) ?? 0 }),
    ...(belowYuan === undefined ? {} : { belowFen: fenFromYuan(belowYuan) ?? 0 }),
    ...(sharePercent === undefined ? {} : { sharePercent }),
  };
}

/**
 * Rules as JSON, e.g. `[{"channel":"fshows","belowYuan":"500.00","sharePercent":30},{"channel":"alipay"}]`; undefined when there are
 * none. What cannot be read becomes a problem in words.
 */
export function routesConfig(
  { SHOUYIN_ROUTES: text }: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Route[] | undefined {
  if (!text) return undefined;
  const read = readJson(text, routesSchema);
  if (read.ok) return read.value;
  problems.push(`SHOUYIN_ROUTES: ${read.fault}`);
  return undefined;
}
