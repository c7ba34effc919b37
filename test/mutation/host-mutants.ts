import type { Mutant } from './mutant';

/** Bugs where the backend meets its hosts: what functions are handed, what people paste, what files bring. */
export const hostMutants: readonly Mutant[] = [
  {
    name: 'a message that comes as base64 is read as it stands',
    pain: 'notify body empty in a cloud function (content type, base64)',
    file: 'cloudfunctions/backend/host/door.ts',
    find: "const body = args?.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;",
    replace: 'const body = raw;',
    tests: ['test/backend/pains.test.ts'],
  },
  {
    name: 'the address of the buyer is not sent',
    pain: 'ACQ.RISK_MERCHANT_IP_NOT_EXIST: a merchant whose creates are all refused',
    file: 'cloudfunctions/backend/host/door.ts',
    find: 'return flow({ ...portsOf(ctx), buyerIp: buyerIpOf(ctx) }, buyer, ctx.args);',
    replace: 'return flow(portsOf(ctx), buyer, ctx.args);',
    tests: ['test/backend/host/doors.test.ts'],
  },
  {
    name: 'any key passes for the private one',
    pain: 'key formats: PKCS#1, PKCS#8, headers, line breaks, swapped keys, certificate mode',
    file: 'cloud/alipay/key-diagnosis.ts',
    find: "if (kind === 'private_pkcs1' || kind === 'private_pkcs8') return null;",
    replace: "if (kind !== 'not_a_key') return null;",
    tests: ['test/cloud/doctor.test.ts'],
  },
  {
    name: 'a bill that has lost rows is believed',
    pain: 'bill format: GBK, zip, tail rows',
    file: 'cloudfunctions/backend/channel/alipay/bill-file.ts',
    find: 'return told === undefined || Number(told) !== whole.filter((row) => row.kind === kind).length;',
    replace: 'return told === undefined && whole.some((row) => row.kind === kind);',
    tests: ['test/backend/channel/alipay/bill.test.ts'],
  },
];
