import { fenFromYuan, MAX_TOTAL_FEN, MIN_TOTAL_FEN } from '../../../contract/money';
import { MAX_REASON_CHARACTERS } from '../../../contract/operator';
import { MAX_ITEMS, MAX_QUANTITY } from '../../../contract/requests';
import type { OrderLimits } from '../flow/ports';

const MOST_ON_A_PAGE = 100;

/** A merchant's own limits, undefined when it has none. What cannot be one becomes a problem in words. */
export function orderLimits(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): OrderLimits | undefined {
  const limits: OrderLimits = {
    ...numberUpTo(env, 'SHOUYIN_MAX_ITEMS', 'mostItems', MAX_ITEMS, problems),
    ...numberUpTo(env, 'SHOUYIN_MAX_PIECES', 'mostPieces', MAX_QUANTITY, problems),
    ...mostTotal(env, problems),
    ...numberUpTo(env, 'SHOUYIN_MAX_TEXT_CHARACTERS', 'mostTextCharacters', MAX_REASON_CHARACTERS, problems),
    ...numberUpTo(env, 'SHOUYIN_PAGE_ORDERS', 'pageSize', MOST_ON_A_PAGE, problems),
  };
  return Object.keys(limits).length > 0 ? limits : undefined;
}

function numberUpTo(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  limit: Exclude<keyof OrderLimits, 'mostTotalFen'>,
  most: number,
  problems: string[],
): OrderLimits {
  const text = env[name];
  if (!text) return {};
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    problems.push(`${name} must be a whole number from 1 to ${most}`);
  }
  return { [limit]: value };
}

function mostTotal({ SHOUYIN_MAX_TOTAL_YUAN: text }: Readonly<Record<string, string | undefined>>, problems: string[]) {
  if (!text) return {};
  const mostTotalFen = fenFromYuan(text);
  if (mostTotalFen === null || mostTotalFen < MIN_TOTAL_FEN || mostTotalFen > MAX_TOTAL_FEN) {
    problems.push('SHOUYIN_MAX_TOTAL_YUAN must be an amount from 0.01 to 100000000.00');
    return {};
  }
  return { mostTotalFen };
}
