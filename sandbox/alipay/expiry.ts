import { nextBeijingMidnight } from '../beijing-time';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const SHORTEST_MS = 60_000;
const LONGEST_MS = 15 * 86_400_000;

/** `30m`, `2h`, `15d`, `1c`; no decimals. */
const TIMEOUT_EXPRESS = /^([1-9]\d{0,5})([mhd])$/;

/** For how long a face-to-face trade can be paid when its creator says nothing. */
const FACE_TO_FACE_LIFE_MS = 3 * 3_600_000;

/**
 * When an unpaid trade closes by itself (reference alipay-trade 2.1): `time_expire` wins over `timeout_express`, `1c` is
 * the coming midnight. A JSAPI trade without either lives `jsapiLifeMs`. Undefined when `timeoutExpress` is malformed or
 * outside 1m..15d.
 */
export function expiryMs(
  asked: { timeExpireMs?: number; timeoutExpress?: string; productCode: string },
  nowMs: number,
  jsapiLifeMs = LONGEST_MS,
): number | undefined {
  if (asked.timeExpireMs !== undefined) return asked.timeExpireMs;
  if (asked.timeoutExpress === undefined) {
    return nowMs + (asked.productCode === 'FACE_TO_FACE_PAYMENT' ? FACE_TO_FACE_LIFE_MS : jsapiLifeMs);
  }
  if (asked.timeoutExpress === '1c') return nextBeijingMidnight(nowMs);
  const [, count, unit] = TIMEOUT_EXPRESS.exec(asked.timeoutExpress) ?? [];
  const lifeMs = Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  return lifeMs >= SHORTEST_MS && lifeMs <= LONGEST_MS ? nowMs + lifeMs : undefined;
}
