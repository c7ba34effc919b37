import { type AlipayRules, ASSUMED_RULES, RULE_NAMES, RULES, type RuleName } from '../../../sandbox/alipay/rules';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type Merchant, merchant } from '../support/merchant';
import { temporaryHome } from '../support/temporary-home';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const DAY_MS = 86_400_000;

describe('rules', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;
  const running: Sandbox[] = [];

  async function start(options: Parameters<typeof createSandbox>[0] = {}): Promise<Sandbox> {
    const started = await createSandbox({ clock, ...options });
    running.push(started);
    return started;
  }
  beforeEach(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await start({ rules: { refundGapMs: 0 } });
    shop = await merchant(sandbox.url);
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.close();
  });

  async function api(body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const reply = await fetch(`${sandbox.url}/api/rules`, init);
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  }

  test('begin as assumed, but for those the sandbox was started with', async () => {
    expect(await api()).toEqual({ status: 200, body: { ...ASSUMED_RULES, refundGapMs: 0 } });
    expect(sandbox.rules()).toEqual((await api()).body);
  });

  test.each(RULE_NAMES)('%s takes each of its choices over the control API, and tells it', async (name) => {
    for (const choice of [...RULES[name].choices].reverse()) {
      const reply = await api({ [name]: choice });
      expect(reply).toEqual({ status: 200, body: { ...ASSUMED_RULES, refundGapMs: 0, [name]: choice } });
      expect(await api()).toEqual(reply);
    }
  });

  test.each<[unknown, string]>([
    [{ acceptsGet: 'no' }, 'acceptsGet: must be true or false'],
    [{ acceptsGet: false, feeRatePpm: -1 }, 'feeRatePpm: must be 0 or more'],
    [{ acceptsGet: false, feeRatePpm: 1_000_001 }, 'feeRatePpm: must be 1000000 or less'],
    [{ refundGapMs: 1.5 }, 'refundGapMs: must be a whole number'],
    [{ longestBodyBytes: null }, 'longestBodyBytes: must be a number'],
    [{ missingCharset: 'latin1' }, 'missingCharset: must be one of refused, utf-8, gbk'],
    [{ forbiddenWords: [''] }, 'forbiddenWords.0: must not be empty'],
    [{ notifyCauses: ['never'] }, 'notifyCauses.0: must be one of paid'],
    [{ acceptsGet: false, colour: 'red' }, 'colour: is no rule'],
    [{ __proto__: null, constructor: 1 }, 'constructor: is no rule'],
    [['acceptsGet'], '0: is no rule'],
  ])('%j is refused and switches nothing', async (change, message) => {
    const before = sandbox.rules();
    const reply = await api(change);
    expect(reply).toMatchObject({ status: 400, body: { reason: 'invalid_input' } });
    expect(reply.body.message).toContain(message);
    expect(sandbox.rules()).toEqual(before);
  });

  test('that a program has wrong are refused with a sentence, at the start and later', async () => {
    const wrong = { feeRatePpm: 'a lot' } as unknown as Partial<AlipayRules>;
    await expect(createSandbox({ rules: wrong })).rejects.toThrow('rule feeRatePpm must be a number');
    const none = { colour: 'red' } as unknown as Partial<AlipayRules>;
    await expect(createSandbox({ rules: none })).rejects.toThrow('there is no rule colour');
    expect(() => sandbox.setRules({ acceptsGet: false, ...wrong })).toThrow('rule feeRatePpm must be a number');
    expect(sandbox.rules().acceptsGet).toBe(true);
  });

  test('switched go with a snapshot, and a reset puts them back to what they were at the start', async () => {
    sandbox.setRules({ feeRatePpm: 6000, forbiddenWords: ['酒'] });
    const snapshot = sandbox.snapshot();
    sandbox.reset();
    expect(sandbox.rules()).toEqual({ ...ASSUMED_RULES, refundGapMs: 0 });
    const other = await start();
    for (const each of [sandbox, other]) {
      each.setRules({ acceptsGet: false });
      expect(each.restore(snapshot)).toMatchObject({ rows: snapshot.rows.length });
      expect(each.rules()).toMatchObject({ feeRatePpm: 6000, forbiddenWords: ['酒'], acceptsGet: true });
    }
  });

  test('switched are kept over a restart, and forgotten by a reset over the next', async () => {
    const { home, remove } = temporaryHome();
    const kept = await start({ home });
    kept.setRules({ billDay: 'created', notifyCauses: ['paid', 'closed'] });
    await kept.close();
    const again = await start({ home, rules: { feeRatePpm: 100 } });
    expect(again.rules()).toMatchObject({ billDay: 'created', notifyCauses: ['paid', 'closed'], feeRatePpm: 100 });
    expect(again.notifyPolicy().causes).toEqual(['paid', 'closed']);
    again.reset();
    await again.close();
    expect((await start({ home })).rules()).toEqual(ASSUMED_RULES);
    for (const each of running.splice(0)) await each.close();
    remove();
  });

  test('hold from then on, for trades that are already there too', async () => {
    const tradeNo = await shop.trade();
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(DAY_MS);
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_SUCCESS' });
    sandbox.setRules({ refundWindowMs: 2 * DAY_MS });
    await clock.advance(DAY_MS);
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_FINISHED' });
  });

  test('are described in the OpenAPI document, with what they say and what they take', async () => {
    const document = (await (await fetch(`${sandbox.url}/api/openapi.json`)).json()) as OpenApi;
    const { schema } = document.paths['/api/rules'].post.requestBody.content['application/json'];
    expect(Object.keys(schema.properties)).toEqual(RULE_NAMES);
    for (const name of RULE_NAMES) expect(schema.properties[name].description).toContain(RULES[name].title);
    expect(schema.properties.billDay).toMatchObject({ enum: ['moved', 'created'] });
    expect(schema.properties.feeRatePpm).toMatchObject({ type: 'integer', minimum: 0, maximum: 1_000_000 });
    expect(schema.properties.highestReceiptFen).toMatchObject({ anyOf: [{ type: 'integer' }, { type: 'null' }] });
  });
});

interface OpenApi {
  paths: {
    '/api/rules': {
      post: {
        requestBody: {
          content: { 'application/json': { schema: { properties: Record<RuleName, { description: string }> } } };
        };
      };
    };
  };
}
