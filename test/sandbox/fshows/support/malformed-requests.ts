import { brokenJson } from '../../support/broken-json';
import type { SeededRandom } from '../../support/seeded-random';
import { type Content, type Parameters, type ProviderApp, signed } from './provider';

/** A request that is wrong in one way, and what it must be told. */
export interface MalformedRequest {
  what: string;
  body: Buffer;
  contentType: string | undefined;
  search: string;
  code: RegExp;
}

/** A call that would change something, were it not for its fault. */
export interface SoundCall {
  method: string;
  content: Content;
  /** Those of `content` without which there is nothing to do. */
  required: readonly string[];
}

type Kind = (random: SeededRandom, app: ProviderApp, call: SoundCall) => MalformedRequest;

const FORM = 'application/x-www-form-urlencoded';
const ODD_BYTES = '%&=+;?#"\'<>\\\0\r\n\tä中\u{1f600}{}[]';

/** What no field takes: neither text nor number, or too much of either. */
const JUNK: readonly unknown[] = [{}, [[]], true, false, { $ne: null }, 'x'.repeat(5000), [{ a: 1 }], { length: 3 }];

/** One in many ways that a request can be malformed. */
export function malformedRequest(
  random: SeededRandom,
  app: ProviderApp,
  calls: readonly SoundCall[],
): MalformedRequest {
  return random.pick(KINDS)(random, app, random.pick(calls));
}

const PUBLIC_FAULTS: readonly (readonly [string, string | undefined, RegExp])[] = [
  ['version', undefined, /^-101$/],
  ['version', '1', /^-101$/],
  ['version', '1.00', /^-101$/],
  ['method', undefined, /^-101$/],
  ['method', '   ', /^-101$/],
  ['method', 'fshows.liquidation.alipay.trade.quer', /^-102$/],
  ['method', 'toString', /^-102$/],
  ['method', '__proto__', /^-102$/],
  ['app_id', undefined, /^-101$/],
  ['app_id', '20170101000000001', /^-201$/],
  ['app_id', 'hasOwnProperty', /^-201$/],
  ['app_id', '9'.repeat(5000), /^-201$/],
  ['content', undefined, /^-101$/],
  ['content', ' \n', /^-101$/],
];

const publicParameterWrong: Kind = (random, app, call) => {
  const [name, value, code] = random.pick(PUBLIC_FAULTS);
  const { sign: _, [name]: __, ...rest } = sound(app, call);
  const parameters = signed(
    app,
    call.method,
    JSON.stringify(call.content),
    value === undefined ? {} : { [name]: value },
  );
  const { [name]: ___, ...without } = parameters;
  return asForm(value === undefined ? { ...rest, ...without } : parameters, `${name} = ${value}`, code);
};

const signatureWrong: Kind = (random, app, call) => {
  const parameters = sound(app, call);
  const { sign = '' } = parameters;
  // The padding at the end may be cut without harm: decoders of base64 do not insist on it.
  const at = random.below(sign.length - 4);
  const forged = random.pick([
    sign.slice(0, at) + (sign[at] === 'A' ? 'B' : 'A') + sign.slice(at + 1),
    sign.slice(0, at),
    sign.slice(at + 1),
    [...sign].reverse().join(''),
    random.text('ABCDEFabcdef0123456789+/', 172),
    `x${random.text(ODD_BYTES, 20)}`,
    '=',
  ]);
  return asForm({ ...parameters, sign: forged }, 'sign', forged === '' ? /^-101$/ : /^-100$/);
};

const changedAfterSigning: Kind = (random, app, call) => {
  const parameters = sound(app, call);
  const changed = random.pick<Parameters>([
    { ...parameters, content: `${parameters.content} ` },
    { ...parameters, content: JSON.stringify({ ...call.content, out_trade_no: 'OTHER' }) },
    { ...parameters, [random.text('abcdefgh_', 8)]: '1' },
    { ...parameters, charset: 'utf-8' },
    { ...parameters, notify_url: 'http://127.0.0.1:9/' },
  ]);
  return asForm(changed, 'changed after signing', /^-100$/);
};

const contentNoObject: Kind = (random, app, call) => {
  const whole = JSON.stringify(call.content);
  const content = random.pick([
    ...brokenJson(random, whole),
    '['.repeat(10_000),
    `{"a":${'['.repeat(5000)}`,
    `x${random.text(ODD_BYTES, random.below(40))}`,
  ]);
  return asForm(signed(app, call.method, content), `content ${content}`, /^-223$/);
};

const fieldWrong: Kind = (random, app, call) => {
  const name = random.pick(Object.keys(call.content));
  const junk = random.pick(JUNK);
  const content = JSON.stringify({ ...call.content, [name]: junk });
  return asForm(
    signed(app, call.method, content),
    `${name} = ${JSON.stringify(junk).slice(0, 40)}`,
    /^-(101|20[38]|210)$/,
  );
};

const fieldMissing: Kind = (random, app, call) => {
  const name = random.pick(call.required);
  const content = JSON.stringify({ ...call.content, [name]: random.pick([undefined, null, '']) });
  return asForm(signed(app, call.method, content), `without ${name}`, /^-101$/);
};

const noForm: Kind = (random, app, call) => {
  const bytes = Buffer.from(Array.from({ length: random.below(2000) }, () => random.below(256)));
  const json = Buffer.from(JSON.stringify({ ...sound(app, call), content: call.content }));
  const body = random.pick([bytes, json, json.subarray(0, random.below(json.length)), Buffer.alloc(0)]);
  const contentType = random.pick([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json',
  ]);
  const search = random.pick(['', `?${new URLSearchParams(sound(app, call))}`, '?%', '?a=1&a=2']);
  return { what: `${contentType} ${body.length} bytes`, body, contentType, search, code: /^-101$/ };
};

const garbageForm: Kind = (random) => {
  const body = Buffer.from(random.text(ODD_BYTES, random.below(300)));
  const contentType = random.pick([undefined, FORM, `${FORM}; charset=GBK`, FORM.toUpperCase()]);
  return { what: `form ${body.toString('latin1')}`, body, contentType, search: '', code: /^-101$/ };
};

const KINDS: readonly Kind[] = [
  publicParameterWrong,
  signatureWrong,
  changedAfterSigning,
  contentNoObject,
  fieldWrong,
  fieldWrong,
  fieldMissing,
  noForm,
  garbageForm,
];

function sound(app: ProviderApp, { method, content }: SoundCall): Parameters {
  return signed(app, method, JSON.stringify(content));
}

function asForm(parameters: Parameters, what: string, code: RegExp): MalformedRequest {
  return { what, body: Buffer.from(new URLSearchParams(parameters).toString()), contentType: FORM, search: '', code };
}
