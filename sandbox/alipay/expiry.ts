import { nextBeijingMidnight } from '../beijing-time';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const SHORTEST_MS = 60_000;
const LONGEST_MS = 15 * 86_400_000;

/** `30m`, `2h`, `15d`, `1c`; no decimals. */
const TIMEOUT_EXPRESS = /^([1-9]\d{0,5})([mhd])$/;

/** For how long a trade can be paid when its creator says nothing. Face-to-face is documented; JSAPI is assumed. */
const DEFAULT_LIFE_MS: Readonly<Record<string, number>> = {
  FACE_TO_FACE_PAYMENT: 3 * 3_600_000,
  JSAPI_PAY: LONGEST_MS,
};

/**
 * When an unpaid trade closes by itself (reference alipay-trade 2.1): `time_expire` wins over `timeout_express`, `1c` is
 * the coming midnight. Undefined when `timeoutExpress` is malformed or outside 1m..15d.
 */
export function expiryMs(
  asked: { timeExpireMs?: number; timeoutExpress?: string; productCode: string },
  nowMs: number,
): number | undefined {
  if (asked.timeExpireMs !== undefined) return asked.timeExpireMs;
  if (asked.timeoutExpress === undefined) return nowMs + (DEFAULT_LIFE_MS[asked.productCode] ?? LONGEST_MS);
  if (asked.timeoutExpress === '1c') return nextBeijingMidnight(nowMs);
  const [, count, unit] = TIMEOUT_EXPRESS.exec(asked.timeoutExpress) ?? [];
  const lifeMs = Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  return lifeMs >= SHORTEST_MS && lifeMs <= LONGEST_MS ? nowMs + lifeMs : undefined;
}
