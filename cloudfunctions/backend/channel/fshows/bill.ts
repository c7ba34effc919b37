/** Fetching Fshows' bill of a day: a call gives the address of a file (reference fshows 9). */
import type { BillReading } from '../channel';
import { type BillFile, billOf, readBillFile } from './bill-file';
import type { FshowsCall, FshowsHttp, FshowsReply } from './gateway';

const DOWNLOAD_BILL = 'fshows.liquidation.finance.downloadbill';
const ALIPAY = '1';
const FILE_TYPES = { all: '0', payments: '1' } as const;
const NOT_GENERATED = '-209';
const WITHIN_MS = 60_000;

type NoBill = Exclude<BillReading, { kind: 'bill' }>;

/**
 * Two files: one has payments and refunds, the other payments alone. What stands in the first and not in the second is a refund, whichever
 * sign its amount has.
 */
export async function fetchFshowsBill(call: FshowsCall, http: FshowsHttp, day: string): Promise<BillReading> {
  const fetchFile = async (type: string): Promise<BillFile | NoBill> => {
    const content = { bill_date: day.replace(/-/g, ''), pay_platform: ALIPAY, file_type: type };
    const address = addressOf(await call(DOWNLOAD_BILL, content));
    return typeof address === 'string' ? readBillFile(await download(http, address)) : address;
  };
  const all = await fetchFile(FILE_TYPES.all);
  if (all.kind !== 'file') return all;
  const payments = await fetchFile(FILE_TYPES.payments);
  if (payments.kind === 'failed') return payments;
  return billOf(all.lines, payments.kind === 'file' ? payments.lines : null);
}

/** No bill is an error of its own, or success without an address. */
function addressOf(reply: FshowsReply): string | NoBill {
  if (!reply.success) {
    const { code, message } = reply;
    const isMissing = code === NOT_GENERATED;
    return isMissing ? { kind: 'missing', code, message } : { kind: 'failed', message: `${code} ${message ?? ''}` };
  }
  const { download_url: url } = reply.value;
  if (url === undefined || url === '') return { kind: 'missing' };
  // Beside a query it has a file name that is not ASCII, which the address needs encoded.
  return typeof url === 'string' && /^https?:\/\//.test(url)
    ? new URL(url).href
    : { kind: 'failed', message: 'no address' };
}

async function download(http: FshowsHttp, address: string): Promise<Buffer> {
  const { status, data } = await http.request(address, { method: 'GET', timeout: WITHIN_MS, followRedirect: false });
  if (status !== 200 || !Buffer.isBuffer(data)) throw new Error(`the bill was answered with HTTP ${status}`);
  return data;
}
