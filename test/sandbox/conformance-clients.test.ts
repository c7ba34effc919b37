import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type AppFromApi, appsOf, BUYER_ID } from './support/merchant';
import {
  encodedQuery,
  isGenuine,
  type Parameters,
  publicParameters,
  rawExchange,
  read,
  signed,
} from './support/raw-client';

/** One request, as text on the wire. */
interface WireRequest {
  verb: 'GET' | 'POST';
  query: string;
  form?: string;
  contentType?: string;
}

const FORM = 'application/x-www-form-urlencoded';

/** What is not of the method goes into the address; the official SDKs for Java, .NET and Python do so. */
function publicInQuery(parameters: Parameters): WireRequest {
  const { biz_content = '', ...rest } = parameters;
  const contentType = `${FORM};charset=utf-8`;
  return { verb: 'POST', query: encoded(rest), form: encoded({ biz_content }), contentType };
}

function encoded(parameters: Parameters): string {
  return new URLSearchParams(parameters).toString();
}

/** Percent signs with small letters, and spaces as %20: as permitted as the other way. */
function smallHex(parameters: Parameters): string {
  return encoded(parameters)
    .replaceAll('+', '%20')
    .replace(/%[0-9A-F]{2}/g, (encodedByte) => encodedByte.toLowerCase());
}

const inOrder = (compare: (left: string, right: string) => number) => (parameters: Parameters) =>
  Object.fromEntries(Object.entries(parameters).sort(([left], [right]) => compare(left, right)));
const ascending = inOrder((left, right) => (left < right ? -1 : 1));
const descending = inOrder((left, right) => (left < right ? 1 : -1));

describe('clients that were written by others', () => {
  let sandbox: Sandbox;
  let app: AppFromApi;
  let count = 0;

  beforeAll(async () => {
    sandbox = await createSandbox();
    [app] = (await appsOf(sandbox.url)) as [AppFromApi];
  });
  afterAll(() => sandbox.close());

  function createParameters(change: Parameters = {}): Parameters {
    count += 1;
    const biz_content = JSON.stringify({
      out_trade_no: `CLIENT_${count}`,
      total_amount: '1.00',
      subject: '一杯茶 + 100% "好"',
      product_code: 'JSAPI_PAY',
      op_app_id: app.appId,
      buyer_id: BUYER_ID,
    });
    return publicParameters(app, { method: 'alipay.trade.create', biz_content, ...change });
  }

  async function send({ verb, query, form, contentType }: WireRequest) {
    const headers: Record<string, string> = contentType ? { 'content-type': contentType } : {};
    return read(await fetch(`${app.gateway}${query ? `?${query}` : ''}`, { method: verb, headers, body: form }));
  }

  test.each`
    client                                         | request
    ${'public parameters in the address, as Java'} | ${publicInQuery}
    ${'all in the form, names ascending, as Go'}   | ${(p: Parameters) => ({ verb: 'POST', query: '', form: encoded(ascending(p)), contentType: FORM })}
    ${'all in the form, names descending'}         | ${(p: Parameters) => ({ verb: 'POST', query: '', form: encoded(descending(p)), contentType: FORM })}
    ${'a capital charset in the content type'}     | ${(p: Parameters) => ({ verb: 'POST', query: '', form: encoded(p), contentType: `${FORM}; charset=UTF-8` })}
    ${'a content type in capitals'}                | ${(p: Parameters) => ({ verb: 'POST', query: '', form: encoded(p), contentType: FORM.toUpperCase() })}
    ${'no content type'}                           | ${(p: Parameters) => ({ verb: 'POST', query: '', form: Buffer.from(encoded(p)) })}
    ${'all in the address of a GET'}               | ${(p: Parameters) => ({ verb: 'GET', query: encoded(p) })}
    ${'all in the address of a POST'}              | ${(p: Parameters) => ({ verb: 'POST', query: encoded(p), form: '', contentType: FORM })}
    ${'small letters in percent signs, %20'}       | ${(p: Parameters) => ({ verb: 'GET', query: smallHex(p) })}
    ${'every byte percent-encoded'}                | ${(p: Parameters) => ({ verb: 'GET', query: encodedQuery(p, 'utf8') })}
    ${'an & at either end and twice in between'}   | ${(p: Parameters) => ({ verb: 'POST', query: '', form: `&${encoded(p).replaceAll('&', '&&')}&`, contentType: FORM })}
    ${'the same parameter in address and form'}    | ${(p: Parameters) => ({ verb: 'POST', query: encoded(p), form: encoded(p), contentType: FORM })}
  `('$client', async ({ request }) => {
    const reply = await send(request(signed(app, createParameters())));
    expect(reply.node).toMatchObject({ code: '10000', out_trade_no: `CLIENT_${count}` });
    expect(isGenuine(app, reply)).toBe(true);
    expect(sandbox.trades(1)[0]).toMatchObject({ outTradeNo: `CLIENT_${count}`, subject: '一杯茶 + 100% "好"' });
  });

  test.each`
    spelling                               | change
    ${'format JSON'}                       | ${{ format: 'JSON' }}
    ${'format json'}                       | ${{ format: 'json' }}
    ${'charset UTF-8'}                     | ${{ charset: 'UTF-8' }}
    ${'an SDK that names itself'}          | ${{ alipay_sdk: 'alipay-sdk-java-4.40.0.ALL' }}
    ${'terminal parameters of older SDKs'} | ${{ terminal_type: '', prod_code: '', return_url: 'http://127.0.0.1/' }}
    ${'a timestamp far from now'}          | ${{ timestamp: '2020-01-01 00:00:00' }}
  `('$spelling', async ({ change }) => {
    const parameters = signedWithoutEmpties(app, createParameters(change));
    expect((await send(publicInQuery(parameters))).node).toMatchObject({ code: '10000' });
  });

  test.each(['gbk', 'GBK'])('charset %s, signed over GBK bytes and answered in them', async (charset) => {
    const parameters = signed(app, createParameters({ charset }), 'gbk');
    const reply = await send({ verb: 'POST', query: '', form: encodedQuery(parameters, 'gbk'), contentType: FORM });
    expect(reply.contentType).toBe('text/html;charset=gbk');
    expect(reply.node).toMatchObject({ code: '10000' });
    expect(sandbox.trades(1)[0]?.subject).toBe('一杯茶 + 100% "好"');
  });

  test('JSON with spaces, line breaks and escapes is verified as it was sent', async () => {
    const biz = JSON.parse(createParameters().biz_content ?? '');
    const biz_content = JSON.stringify(biz, null, 2).replace('一', '\\u4e00');
    const reply = await send(publicInQuery(signed(app, createParameters({ biz_content }))));
    expect(reply.node).toMatchObject({ code: '10000' });
    expect(sandbox.trades(1)[0]?.subject).toBe('一杯茶 + 100% "好"');
  });

  test('a signature broken into lines, as some base64 libraries write it', async () => {
    const { sign = '', ...rest } = signed(app, createParameters());
    const broken = (sign.match(/.{1,64}/g) ?? []).join('\n');
    expect((await send(publicInQuery({ ...rest, sign: broken }))).node).toMatchObject({ code: '10000' });
  });

  test('an answer has its code and words first, then its fields alphabetically', async () => {
    const created = await send(publicInQuery(signed(app, createParameters())));
    expect(Object.keys(created.node)).toEqual(['code', 'msg', 'out_trade_no', 'trade_no']);
    const biz_content = JSON.stringify({ out_trade_no: `CLIENT_${count}` });
    const { node } = await send(publicInQuery(signed(app, publicParameters(app, { biz_content }))));
    const [first, second, ...fields] = Object.keys(node);
    expect([first, second]).toEqual(['code', 'msg']);
    expect(fields.length).toBeGreaterThan(5);
    expect(fields).toEqual([...fields].sort());
  });

  test('HTTP/1.0, and a body sent in chunks', async () => {
    const { host } = new URL(app.gateway);
    const form = encoded(signed(app, createParameters()));
    const old = `POST /gateway.do HTTP/1.0\r\nhost: ${host}\r\ncontent-type: ${FORM}\r\ncontent-length: ${form.length}\r\n\r\n${form}`;
    expect(await rawExchange(sandbox.url, old)).toContain('"code":"10000"');
    const [first, second] = [form.slice(0, 50), form.slice(50)].map(
      (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
    );
    const head = `POST /gateway.do HTTP/1.1\r\nhost: ${host}\r\ncontent-type: ${FORM}\r\nconnection: close\r\ntransfer-encoding: chunked`;
    expect(await rawExchange(sandbox.url, `${head}\r\n\r\n${first}${second}0\r\n\r\n`)).toContain('"code":"10000"');
  });
});

/** Empty parameters are sent, but not signed: the gateway drops them before it verifies. */
function signedWithoutEmpties(app: AppFromApi, parameters: Parameters): Parameters {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));
  return { ...parameters, ...signed(app, given) };
}
