/** Fetching Alipay's bill of a day: a call gives the address of a zip file, good for half a minute (reference alipay-trade 2.7, 6). */
import type { BillReading } from '../channel';
import { readBillFile } from './bill-file';
import type { AlipayCloud, CloudCallOptions, OpenApiReply } from './cloud';

/** The part of `ctx.httpclient` (urllib) that fetches bills; all other calls go through `ctx.cloud`. */
export interface BillHttp {
  request(url: string, options: Record<string, unknown>): Promise<{ status: number; data: unknown }>;
}

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const WITHIN_MS = 60_000;
/** sub_codes of a bill that is not ready, or of a day without any business. */
const MISSING = /BILL_NOT_EXIST|NO_BILL_DATA/i;

/** The bill of a day (`YYYY-MM-DD`, Beijing time): asks where it is, fetches and reads it. Throws when the network fails. */
export async function fetchAlipayBill(
  cloud: AlipayCloud,
  http: BillHttp,
  auth: CloudCallOptions,
  day: string,
): Promise<BillReading> {
  const reply = await cloud.util.generic.execute(METHOD, { billType: 'trade', billDate: day }, auth);
  const address = addressOf(reply);
  if (typeof address !== 'string') return address;
  const { status, data } = await http.request(address, { method: 'GET', timeout: WITHIN_MS, followRedirect: false });
  const isFile = status === 200 && Buffer.isBuffer(data);
  return isFile ? readBillFile(data) : { kind: 'failed', message: `the bill was answered with HTTP ${status}` };
}

/** An address that nobody vouches for is not gone to. */
function addressOf(reply: OpenApiReply): string | BillReading {
  const { code, subCode = '', subMsg, billDownloadUrl: url, unverified } = reply;
  if (MISSING.test(subCode) && !unverified) return { kind: 'missing', code: subCode, message: subMsg };
  if (code !== '10000' || unverified) return { kind: 'failed', message: `${subCode || code} ${subMsg ?? ''}` };
  const isAddress = typeof url === 'string' && /^https?:\/\//.test(url);
  return isAddress ? url : { kind: 'failed', message: 'no address' };
}
