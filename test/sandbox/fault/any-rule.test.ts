import fc from 'fast-check';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type Provider, provider } from '../fshows/support/provider';
import { type Merchant, merchant } from '../support/merchant';
import { type NotifyReceiver, notifyReceiver } from '../support/notify-receiver';

let sandbox: Sandbox;
let shop: Merchant;
let clearing: Provider;
let receiver: NotifyReceiver;
let posts: { path: string; members: string[] }[];

interface Document {
  paths: Record<string, { post?: { requestBody?: { content: { 'application/json': { schema: object } } } } }>;
}

beforeAll(async () => {
  receiver = await notifyReceiver();
  sandbox = await createSandbox({ seed: 'any', rules: { notifyTimeoutMs: 1000 } });
  sandbox.clock.freeze();
  [shop, clearing] = await Promise.all([merchant(sandbox.url), provider(sandbox.url)]);
  const { paths } = (await (await fetch(`${sandbox.url}/api/openapi.json`)).json()) as Document;
  posts = Object.entries(paths).flatMap(([path, { post }]) => {
    if (!post) return [];
    const words = JSON.stringify(post.requestBody?.content).matchAll(/"(\w+)":\{"(?:type|enum|const|oneOf|anyOf)"/g);
    return [{ path, members: [...new Set(Array.from(words, ([, name = '']) => name))] }];
  });
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});

async function post(path: string, body: string): Promise<number> {
  const reply = await fetch(`${sandbox.url}${path}`, { method: 'POST', body });
  await reply.arrayBuffer();
  return reply.status;
}

const nasty = fc.oneof(
  fc.constantFrom(
    '',
    '\r\nx: y',
    '//evil',
    '__proto__',
    '\ud800',
    '%',
    '中文',
    0,
    -1,
    1,
    0.5,
    2 ** 31,
    1e300,
    null,
    true,
    [],
    {},
  ),
  fc.string(),
  fc.integer(),
  fc.jsonValue({ maxDepth: 2 }),
);

test('no JSON, whatever it holds, makes the control API fail', async () => {
  const kinds = ['freeze', 'resume', 'advance', 'jump', 'paid', 'cancelled', 'hang', 'answer', 'notify_change'];
  const bodyFor = (members: string[]) =>
    fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...members, 'extra', '__proto__'), fc.oneof(nasty, fc.constantFrom(...kinds))),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...posts).chain((route) => bodyFor(route.members).map((body) => ({ path: route.path, body }))),
      async ({ path, body }) => expect(await post(path, JSON.stringify(body))).toBeLessThan(500),
    ),
    { numRuns: 300, seed: 20_261_122 },
  );
  sandbox.reset();
});

/** Rules of every kind whose members are what people mistype; most are refused, those taken must not break anything. */
const rule = fc.record(
  {
    kind: fc.constantFrom(
      ...[
        'truncate',
        'wrong_signature',
        'no_signature',
        'reserialised_signature',
        'signature_first',
        'change',
        'answer',
        'error_code',
        'numbers',
      ],
      ...['error_response', 'html', 'http_status', 'redirect', 'empty_body', 'buyer_pays', 'trade_closes', 'hang_up'],
      ...['notify_drop', 'notify_delay', 'notify_duplicate', 'notify_reorder', 'notify_corrupt', 'notify_change'],
      ...['notify_forge', 'notify_unsigned', 'notify_sign_type', 'notify_content_type', 'notify_encoding'],
    ),
    phase: fc.constantFrom('before', 'after'),
    gateway: fc.constantFrom('alipay', 'fshows', 'bank'),
    fields: fc.dictionary(
      fc.constantFrom('trade_no', 'out_trade_no', 'sign', 'total_amount', '中'),
      fc.oneof(fc.string(), fc.constant(null)),
    ),
    keep: fc.array(fc.constantFrom('trade_no', 'x')),
    code: fc.constantFrom('10000', '20000', '40004', '99999', '-200', '100'),
    subCode: fc.string({ maxLength: 9 }),
    contentType: fc.oneof(fc.constantFrom('text/plain', 'a\r\nb', '中'), fc.string()),
    location: fc.oneof(fc.constantFrom('/', '//x', '/\r\n'), fc.string()),
    signType: fc.string({ maxLength: 5 }),
    encoding: fc.constantFrom('json', 'base64', 'xml'),
    parameter: fc.constantFrom('sign', 'nothing', 'total_amount'),
    body: fc.string(),
    status: fc.constantFrom(200, 302, 308, 500, 599, 700),
    copies: fc.constantFrom(1, 2, 3),
    delayMs: fc.constantFrom(0, 1, 60_000),
    keepBytes: fc.constantFrom(1, 65_536),
  },
  { requiredKeys: ['kind'] },
);

test('no rule that is taken breaks anything but what it is for', async () => {
  const membersOf = (kind: string, whole: object, named: readonly string[]) =>
    Object.fromEntries(Object.entries({ ...whole, kind }).filter(([name]) => name === 'kind' || named.includes(name)));
  let takenCount = 0;
  await fc.assert(
    fc.asyncProperty(
      rule,
      fc.shuffledSubarray(
        [
          'phase',
          'gateway',
          'fields',
          'keep',
          'code',
          'subCode',
          'contentType',
          'location',
          'signType',
          'encoding',
          'parameter',
          'body',
          'status',
          'copies',
          'delayMs',
          'keepBytes',
        ],
        { maxLength: 3 },
      ),
      async (whole, named) => {
        sandbox.reset();
        const status = await post('/api/faults', JSON.stringify(membersOf(whole.kind, whole, named)));
        expect([200, 400]).toContain(status);
        if (status === 400) return;
        takenCount += 1;
        const exec = shop.create({ outTradeNo: 'ANY' }, { notifyUrl: receiver.url });
        await exec.catch(() => {});
        await clearing.create({ notify_url: receiver.url }).catch(() => {});
        for (const { tradeNo } of sandbox.trades()) sandbox.pay({ tradeNo, outcome: 'paid' });
        await sandbox.clock.advance(60_000);
        sandbox.faults.clear();
        expect(await shop.create({ outTradeNo: 'AFTER' })).toMatchObject({ code: '10000' });
        expect(await clearing.create()).toMatchObject({ success: true });
      },
    ),
    { numRuns: 150, seed: 20_261_122 },
  );
  expect(takenCount).toBeGreaterThan(25);
});
