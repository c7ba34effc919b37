import * as v from 'valibot';
import { NOTIFY_CAUSES } from '../notify/notify';
import { count, duration, flag, list, oneOf } from '../rules/rule';

const cause = v.picklist(NOTIFY_CAUSES, `must be one of ${NOTIFY_CAUSES.join(', ')}`);

/** What articles of 2019 tell of pages in a phone's browser; of apps they tell the end of refunds too. */
const SUCCESS_AND_CLOSED = ['paid', 'closed', 'expired', 'partly_refunded', 'fully_refunded'] as const;

/** What merchants are told by themselves. */
export const NOTIFY_RULES = {
  /** The 2026 pages document payment only (reference alipay-trade 4.1). */
  notifyCauses: list(
    cause,
    [['paid'], SUCCESS_AND_CLOSED, NOTIFY_CAUSES],
    'Events that merchants are told of',
    '通知商户的事件',
  ),
  notifyTimeoutMs: duration([10_000, 2000], 'How long a receiver has for its reply', '通知应答的时限'),
  /** Before the first gap; only the face-to-face pages have three of them (reference alipay-trade 4.1). */
  immediateResends: count([0, 3], 10, 'Immediate resends of a notify', '通知失败后立即重发的次数'),
  /** Seen in examples, not documented (reference alipay-trade 4.2). */
  gmtRefundMilliseconds: flag(true, 'gmt_refund carries milliseconds', 'gmt_refund 带毫秒'),
  /** For apps of the open_id kind; both are documented as optional (reference alipay-trade 4.2). */
  notifyBuyerIds: oneOf(
    ['open_id', 'both', 'none'],
    'Buyer ids in notifies to open_id apps',
    '发给 open_id 应用的通知中的买家标识',
  ),
};
