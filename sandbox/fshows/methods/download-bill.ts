import * as v from 'valibot';
import { fromBeijingTime } from '../../beijing-time';
import { done } from '../answer';
import { readFields, text } from '../fields';
import type { FshowsMethod } from '../method';

const billFields = v.object({
  bill_date: v.pipe(
    text(8),
    v.transform((day) => dayMsOf(day) ?? Number.NaN),
    v.check((dayMs) => !Number.isNaN(dayMs), '格式须为yyyyMMdd'),
  ),
  pay_platform: text(8),
  file_type: v.optional(text(8), '1'),
});

/** Alipay is the only one of its channels that the sandbox has; 5 are the bank's own files (reference fshows 9). */
const ALIPAY = '1';
const PAY_PLATFORMS = ['1', '2', '3', '4', '5'];
const BANK = '5';
const FILE_TYPES = { paymentsAndRefunds: '0', payments: '1', bankReturns: '2' };

/** `fshows.liquidation.finance.downloadbill` */
export const downloadBill: FshowsMethod = ({ fshows, app, content, refuse }) => {
  const fields = readFields(billFields, content);
  if (!fields.isValid) return refuse('-101', fields.detail);
  const { bill_date: dayMs, pay_platform: platform, file_type: type } = fields.output;
  if (!PAY_PLATFORMS.includes(platform)) return refuse('-208', `[pay_platform]${platform}`);
  const isOfBank = type === FILE_TYPES.bankReturns;
  if (!Object.values(FILE_TYPES).includes(type) || isOfBank !== (platform === BANK)) {
    return refuse('-210', `[file_type]${type}`);
  }
  const order = { appId: app.appId, dayMs, withRefunds: type === FILE_TYPES.paymentsAndRefunds };
  if (!fshows.bills.isReady(order)) return refuse('-209', '次日可取');
  if (platform !== ALIPAY || !fshows.bills.hasRows(order)) {
    return fshows.rules.emptyBill === 'blank_url' ? done({ download_url: '' }) : refuse('-209', '没有记录');
  }
  return done({ download_url: `${fshows.url()}${fshows.bills.downloadPath(order)}` });
};

/** `yyyyMMdd` → that day's midnight in Beijing. */
function dayMsOf(day: string): number | undefined {
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(day) ?? [];
  return fromBeijingTime(`${year}-${month}-${date} 00:00:00`);
}
