import type { NotifyAddress } from '../flow/receive-notify';

/**
 * Whose notify comes to this path of the trigger: `/` is the first merchant's Alipay, `/<channel>` another channel of it,
 * `/<channel>/<merchantId>` a channel of any merchant. What names no channel of ours is answered as one that is not configured.
 */
export function notifyAddress(path: string): NotifyAddress {
  const [channel, merchantId] = path.split('/').slice(1);
  return { channel: channel || 'alipay', ...(merchantId ? { merchantId } : {}) };
}
