import { brokenJson } from './broken-json';
import type { AppFromApi } from './merchant';
import { type Parameters, publicParameters, signed } from './raw-client';
import type { SeededRandom } from './seeded-random';

/** A request that is wrong in one way, and what Alipay documents for it. */
export interface MalformedRequest {
  what: string;
  query: string;
  body?: Buffer;
  contentType?: string;
  code: RegExp;
  subCode: RegExp;
}

/** A call that would change something, were it not for its fault. */
export interface SoundCall {
  method: string;
  biz: Readonly<Record<string, unknown>>;
  /** Those of `biz` without which there is nothing to do. */
  required: readonly string[];
}

type Kind = (random: SeededRandom, app: AppFromApi, call: SoundCall) => MalformedRequest;

/** One in many ways that a request can be malformed. */
export function malformedRequest(random: SeededRandom, app: AppFromApi, calls: readonly SoundCall[]): MalformedRequest {
  return random.pick(KINDS)(random, app, random.pick(calls));
}

/** What no field takes: neither text nor number, or too much of either. */
const JUNK: readonly unknown[] = [{}, [[]], true, false, { $ne: null }, 'x'.repeat(5000), [{ a: 1 }]];
const PUBLIC_FAULTS: readonly (readonly [string, string | undefined, string])[] = [
  ['charset', undefined, 'isv.invalid-charset'],
  ['charset', 'utf-7', 'isv.invalid-charset'],
  ['charset', 'UTF-8;q=1', 'isv.invalid-charset'],
  ['sign_type', undefined, 'isv.missing-signature-type'],
  ['sign_type', 'rsa2', 'isv.invalid-signature-type'],
  ['sign_type', 'HMAC', 'isv.invalid-signature-type'],
  ['timestamp', undefined, 'isv.missing-timestamp'],
  ['timestamp', '2026-11-31 10:00:00', 'isv.invalid-timestamp'],
  ['timestamp', '1795312800000', 'isv.invalid-timestamp'],
  ['version', undefined, 'isv.missing-version'],
  ['version', '1', 'isv.invalid-parameter'],
  ['format', 'XML', 'isv.invalid-format'],
  ['method', undefined, 'isv.missing-method'],
  ['method', 'alipay.trade.creat', 'isv.invalid-method'],
  ['method', 'toString', 'isv.invalid-method'],
  ['app_id', undefined, 'isv.missing-app-id'],
  ['app_id', '2021000100000001', 'isv.invalid-app-id'],
  ['app_id', 'hasOwnProperty', 'isv.invalid-app-id'],
];
const ODD_BYTES = '%&=+;?#"\'<>\\\0\r\n\tä中\u{1f600}{}[]';

const publicParameterWrong: Kind = (random, app, call) => {
  const [name, value, subCode] = random.pick(PUBLIC_FAULTS);
  const { [name]: _, ...rest } = sound(app, call);
  const parameters = signed(app, value === undefined ? rest : { ...rest, [name]: value });
  return placed(random, parameters, `${name} = ${value}`, /^4000[12]$/, subCode);
};

const signatureWrong: Kind = (random, app, call) => {
  const parameters = signedSound(app, call);
  const { sign = '' } = parameters;
  // The padding at the end may be cut without harm: decoders of base64 do not insist on it.
  const at = random.below(sign.length - 4);
  const other = sign[at] === 'A' ? 'B' : 'A';
  const forged = random.pick([
    sign.slice(0, at) + other + sign.slice(at + 1),
    sign.slice(0, at),
    sign.slice(at + 1),
    [...sign].reverse().join(''),
    random.text('ABCDEFabcdef0123456789+/', 344),
    random.text(ODD_BYTES, 20),
    '=',
  ]);
  const isEmpty = forged === '';
  const subCode = isEmpty ? 'isv.missing-signature' : 'isv.invalid-signature';
  return placed(random, { ...parameters, sign: forged }, 'sign', isEmpty ? /^40001$/ : /^40002$/, subCode);
};

const changedAfterSigning: Kind = (random, app, call) => {
  const parameters = signedSound(app, call);
  const added = random.text('abcdefgh_', 8);
  const changed = random.pick<Parameters>([
    { ...parameters, biz_content: `${parameters.biz_content} ` },
    { ...parameters, timestamp: '2026-11-22 10:00:01' },
    { ...parameters, [added]: '1' },
    { ...parameters, notify_url: 'http://127.0.0.1:9/' },
    { ...parameters, sign_type: 'RSA' },
  ]);
  return placed(random, changed, 'changed after signing', /^40002$/, 'isv.invalid-signature');
};

const bizNoObject: Kind = (random, app, call) => {
  const whole = JSON.stringify(call.biz);
  const biz_content = random.pick([...brokenJson(random, whole), random.text(ODD_BYTES, 1 + random.below(40))]);
  const parameters = signed(app, { ...sound(app, call), biz_content });
  return placed(random, parameters, `biz_content ${biz_content}`, /^40002$/, 'isv.illegal-json');
};

const fieldWrong: Kind = (random, app, call) => {
  const name = random.pick(Object.keys(call.biz));
  const junk = random.pick(JUNK);
  return bizWith(random, app, call, { ...call.biz, [name]: junk }, `${name} = ${JSON.stringify(junk).slice(0, 40)}`);
};

const fieldMissing: Kind = (random, app, call) => {
  const name = random.pick(call.required);
  const biz = { ...call.biz, [name]: random.pick([undefined, null, '']) };
  return bizWith(random, app, call, biz, `without ${name}`);
};

const noParameters: Kind = (random) => {
  const length = random.below(2000);
  const bytes = Buffer.from(Array.from({ length }, () => random.below(256)));
  const garbage = random.pick([bytes, Buffer.from(random.text(ODD_BYTES, random.below(300)))]);
  const contentType = random.pick([
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data',
    ';',
  ]);
  return { what: 'bytes', query: '', body: garbage, contentType, code: /^4000[12]$/, subCode: /^isv\./ };
};

const brokenEncoding: Kind = (random, app, call) => {
  const encoded = new URLSearchParams(signedSound(app, call)).toString();
  const [start = 0, end = 0] = [encoded.indexOf('biz_content=') + 'biz_content='.length, encoded.indexOf('&sign=')];
  const at = start + 1 + random.below(end - start - 1);
  const broken =
    encoded.slice(0, at) + random.pick(['%', '%zz', '%E4%BD', '%00', '&&=&', '%u4e2d']) + encoded.slice(at);
  // Whatever comes out of it, it is not what was signed.
  return { what: `broken encoding ${broken}`, query: broken, code: /^40002$/, subCode: /^isv\.invalid-signature$/ };
};

const KINDS: readonly Kind[] = [
  publicParameterWrong,
  signatureWrong,
  changedAfterSigning,
  bizNoObject,
  fieldWrong,
  fieldWrong,
  fieldMissing,
  noParameters,
  brokenEncoding,
];

function sound(app: AppFromApi, { method, biz }: SoundCall): Parameters {
  return publicParameters(app, { method, biz_content: JSON.stringify(biz) });
}

const signedOnes = new Map<SoundCall, Parameters>();

/** Signed once, because signing is what takes most of the time. */
function signedSound(app: AppFromApi, call: SoundCall): Parameters {
  const parameters = signedOnes.get(call) ?? signed(app, sound(app, call));
  signedOnes.set(call, parameters);
  return parameters;
}

function bizWith(
  random: SeededRandom,
  app: AppFromApi,
  { method }: SoundCall,
  biz: object,
  what: string,
): MalformedRequest {
  const parameters = signed(app, publicParameters(app, { method, biz_content: JSON.stringify(biz) }));
  return {
    ...placed(random, parameters, `${method} ${what}`, /^40004$/, ''),
    subCode: /^(ACQ\.INVALID_PARAMETER|INVAILID_ARGUMENTS)$/,
  };
}

/** In the query or in the form, as clients differ. */
function placed(
  random: SeededRandom,
  parameters: Parameters,
  what: string,
  code: RegExp,
  subCode: string,
): MalformedRequest {
  const encoded = new URLSearchParams(parameters).toString();
  const expected = { what, code, subCode: new RegExp(`^${subCode.replaceAll('.', '\\.')}$`) };
  // A header of HTTP has its limit; long requests go into the form, as every SDK sends them.
  if (encoded.length < 4000 && random.below(2) === 0) return { ...expected, query: encoded };
  return { ...expected, query: '', body: Buffer.from(encoded), contentType: 'application/x-www-form-urlencoded' };
}
