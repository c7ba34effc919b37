import * as v from 'valibot';
import type { Answer } from '../answer';
import { succeeded } from '../answer';
import { billPeriod } from '../bill-period';
import { readFields, text } from '../fields';
import type { Method } from '../method';

const schema = v.object({ bill_type: text(32), bill_date: text(10), smid: v.optional(text(32)) });

/** Bills are kept from here on (reference alipay-trade 6). */
const FIRST_DAY_MS = Date.parse('2016-01-01T00:00:00+08:00');

/** Alipay's words; the codes bear no `ACQ.`, and the first is misspelt in the documents. */
const SUB_MESSAGES = {
  INVAILID_ARGUMENTS: '入参不合法',
  TYPE_NOT_SUPPORTED: '账单类型不支持',
  BILL_DATE_BEFORE_REGISTRATION: '账单日期早于商户入驻时间',
  BILL_NOT_EXIST: '账单不存在',
  NO_BILL_DATA: '没有账单数据',
} as const;

/** A `sub_code` of this method only. */
export type BillSubCode = keyof typeof SUB_MESSAGES;

/**
 * `alipay.data.dataservice.bill.downloadurl.query` (reference alipay-trade 2.7): where a merchant's bill of a day or a month
 * can be fetched. Of the types only `trade` has anything behind it here.
 */
export const billDownloadUrl: Method = (call) => {
  const { alipay, app, merchant } = call;
  const fields = readFields(schema, call);
  if (!fields.isValid) return refused('INVAILID_ARGUMENTS', fields.detail);
  if (fields.output.bill_type !== 'trade') return refused('TYPE_NOT_SUPPORTED', '沙箱提供 trade 账单');
  const period = billPeriod(fields.output.bill_date, alipay.rules.billReadyHour);
  if (!period) return refused('INVAILID_ARGUMENTS', 'bill_date 格式须为 yyyy-MM-dd 或 yyyy-MM');
  const nowMs = alipay.clock.nowMs();
  if (nowMs < period.endMs) return refused('INVAILID_ARGUMENTS', '不能查询当日、当月或未来的账单');
  if (period.startMs < FIRST_DAY_MS) return refused('BILL_DATE_BEFORE_REGISTRATION');
  if (nowMs < period.readyMs)
    return refused('BILL_NOT_EXIST', `日账单次日 ${alipay.rules.billReadyHour} 点后、月账单次月 3 日后可下载`);
  const order = { sellerId: merchant.sellerId, appId: app.appId, period };
  if (!alipay.bills.hasRows(order)) return refused(alipay.rules.emptyBillSubCode);
  return succeeded({ bill_download_url: `${alipay.url()}${alipay.bills.downloadPath(order)}` });
};

function refused(subCode: BillSubCode, detail?: string): Answer {
  const subMsg = detail ? `${SUB_MESSAGES[subCode]}：${detail}` : SUB_MESSAGES[subCode];
  return { code: '40004', subCode, subMsg };
}
