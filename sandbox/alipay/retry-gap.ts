import type { RetryGap } from '../notify/notify';

/** Minutes between two deliveries of a notify that is not acknowledged (reference alipay-trade 4.1): 8 in about 25 h. */
export const RETRY_GAPS_MINUTES: readonly number[] = [4, 10, 10, 60, 120, 360, 900];

const MINUTE_MS = 60_000;

/** One that is not acknowledged is sent again at once, `immediateResends` times, and then at the documented gaps. */
export function alipayRetryGap(rules: { immediateResends: number }): RetryGap {
  return (deliveryCount) => {
    if (deliveryCount <= rules.immediateResends) return 0;
    const gapMinutes = RETRY_GAPS_MINUTES[deliveryCount - rules.immediateResends - 1];
    return gapMinutes === undefined ? undefined : gapMinutes * MINUTE_MS;
  };
}
