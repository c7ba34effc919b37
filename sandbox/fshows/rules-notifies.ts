import * as v from 'valibot';
import { NOTIFY_CAUSES } from '../notify/notify';
import { duration, flag, list } from '../rules/rule';

const cause = v.picklist(NOTIFY_CAUSES, `must be one of ${NOTIFY_CAUSES.join(', ')}`);
const gapMs = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be 0 or more'),
  v.maxValue(30 * 86_400_000, 'is at most 30 days'),
);

/** What providers are told by themselves. */
export const NOTIFY_RULES = {
  /** Payments are all that any source shows (reference fshows 7). */
  notifyCauses: list(cause, [['paid'], NOTIFY_CAUSES], 'Events that providers are told of', '通知清算方的事件'),
  /** How often and when is in no source (reference fshows 7). */
  notifyRetryGapsMs: list(
    gapMs,
    [[10_000, 30_000, 60_000], [], [240_000, 600_000, 600_000, 3_600_000]],
    'Time between deliveries that are not acknowledged',
    '未确认的通知重发的间隔',
  ),
  notifyTimeoutMs: duration([10_000, 2000], 'How long a receiver has for its reply', '通知应答的时限'),
  trimsAcknowledgement: flag(true, 'White space around success does not matter', 'success 前后允许空白'),
  /** Seen in other channels' notifies, inferred for Alipay's (reference fshows 7). */
  notifiesFees: flag(true, 'Notifies tell the fees beside the rates', '通知中除费率外也带手续费金额'),
};
