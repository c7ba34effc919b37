import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { FaultRuleInput } from '../../../sandbox/fault/fault-rule';
import { type Merchant, merchant } from '../support/merchant';

const QUERY = 'alipay.trade.query';
const STRUCK = { subCode: 'ACQ.STRUCK' };

describe('a rule', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeAll(async () => {
    clock = sandboxClock({ frozenAtMs: Date.parse('2026-11-22T10:00:00+08:00') });
    sandbox = await createSandbox({ clock, seed: 'rules' });
    shop = await merchant(sandbox.url);
  });
  afterEach(() => sandbox.reset());
  afterAll(() => sandbox.close());

  const add = (rule: Partial<FaultRuleInput>) =>
    sandbox.faults.add({ kind: 'answer', method: QUERY, ...STRUCK, ...rule } as FaultRuleInput);
  const isStruck = async (bizContent: object) => (await shop.query({ ...bizContent })).subCode === STRUCK.subCode;
  /** Which of so many queries in a row are struck. */
  async function strikes(count: number, bizContent: object = { outTradeNo: 'NONE' }): Promise<string> {
    let pattern = '';
    for (let n = 0; n < count; n += 1) pattern += (await isStruck(bizContent)) ? 'x' : '.';
    return pattern;
  }

  test.each`
    about                          | rule                                                 | pattern
    ${'every match'}               | ${{}}                                                | ${'xxxxx'}
    ${'the nth match'}             | ${{ nth: 3 }}                                        | ${'..x..'}
    ${'the first matches'}         | ${{ first: 2 }}                                      | ${'xx...'}
    ${'so many strikes'}           | ${{ times: 2 }}                                      | ${'xx...'}
    ${'no match at probability 0'} | ${{ probability: 0 }}                                | ${'.....'}
    ${'all methods'}               | ${{ method: undefined }}                             | ${'xxxxx'}
    ${'a family of methods'}       | ${{ method: 'alipay.trade.*' }}                      | ${'xxxxx'}
    ${'another method'}            | ${{ method: 'alipay.trade.close' }}                  | ${'.....'}
    ${'another app'}               | ${{ appId: '9021000100000002' }}                     | ${'.....'}
    ${'another order'}             | ${{ outTradeNo: 'OTHER' }}                           | ${'.....'}
    ${'this app and order'}        | ${{ appId: '9021000100000001', outTradeNo: 'NONE' }} | ${'xxxxx'}
  `('of $about strikes $pattern', async ({ rule, pattern }) => {
    add(rule);
    expect(await strikes(5)).toBe(pattern);
  });

  test('knows a trade by either number, whichever the merchant names', async () => {
    const tradeNo = await shop.trade({ outTradeNo: 'NAMED' });
    add({ outTradeNo: 'NAMED' });
    expect(await strikes(2, { tradeNo })).toBe('xx');
    sandbox.faults.clear();
    add({ tradeNo });
    expect(await strikes(2, { outTradeNo: 'NAMED' })).toBe('xx');
  });

  test('after the effect knows the number that was only just given', async () => {
    sandbox.faults.add({ kind: 'answer', method: 'alipay.trade.create', phase: 'after', outTradeNo: 'NEW', ...STRUCK });
    expect(await shop.create({ outTradeNo: 'NEW' })).toMatchObject(STRUCK);
    expect(await shop.create({ outTradeNo: 'OTHER' })).toMatchObject({ code: '10000' });
  });

  test('counted by trade strikes each trade anew', async () => {
    add({ first: 1, countedBy: 'trade' });
    expect(await strikes(2, { outTradeNo: 'ONE' })).toBe('x.');
    expect(await strikes(2, { outTradeNo: 'TWO' })).toBe('x.');
    expect(sandbox.faults.list()).toMatchObject([{ matched: 4, fired: 2, isSpent: false }]);
  });

  test('lasts from its first match, by the sandbox’s clock', async () => {
    add({ lastsMs: 10_000 });
    await clock.advance(60_000);
    expect(await strikes(2)).toBe('xx');
    await clock.advance(9_999);
    expect(await strikes(1)).toBe('x');
    await clock.advance(1);
    expect(await strikes(1)).toBe('.');
  });

  test('is listed with its defaults and counts until it is removed, spent or not', async () => {
    expect(add({ id: 'mine', times: 1 })).toMatchObject({
      id: 'mine',
      phase: 'before',
      countedBy: 'all',
      isSpent: false,
    });
    await strikes(3);
    expect(sandbox.faults.list()).toMatchObject([{ id: 'mine', matched: 1, fired: 1, isSpent: true }]);
    expect(sandbox.faults.remove('mine')).toBe(true);
    expect(sandbox.faults.remove('mine')).toBe(false);
    expect(sandbox.faults.list()).toEqual([]);
  });

  test('behind one that ended the call is not asked', async () => {
    add({ times: 1 });
    add({});
    await strikes(3);
    expect(sandbox.faults.list()).toMatchObject([
      { fired: 1, isSpent: true },
      { matched: 2, fired: 2 },
    ]);
  });

  test('goes with a reset', async () => {
    add({});
    sandbox.reset();
    expect(sandbox.faults.list()).toEqual([]);
    expect(await strikes(1)).toBe('.');
  });

  test.each<[string, object]>([
    ['no kind', {}],
    ['an unknown kind', { kind: 'explode' }],
    ['a misspelt member', { kind: 'hang', methd: QUERY }],
    ['a member of another kind', { kind: 'hang', delayMs: 5 }],
    ['a probability of two', { kind: 'hang', probability: 2 }],
    ['the zeroth call', { kind: 'hang', nth: 0 }],
    ['half a time', { kind: 'hang', times: 0.5 }],
    ['nth and first at once', { kind: 'hang', nth: 1, first: 1 }],
    ['a truncation before there is an answer', { kind: 'truncate', phase: 'before' }],
    ['a code that the gateway does not have', { kind: 'answer', code: '99999' }],
    ['a redirect to another machine', { kind: 'redirect', location: 'http://example.com/' }],
    ['a redirect to another machine, said in short', { kind: 'redirect', location: '//example.com/' }],
    ['a delay without its length', { kind: 'delay' }],
    ['a delay into the past', { kind: 'delay', delayMs: -1 }],
  ])('with %s is refused and changes nothing', (_, rule) => {
    expect(() => sandbox.faults.add(rule as FaultRuleInput)).toThrow("a fault's");
    expect(sandbox.faults.list()).toEqual([]);
  });

  test('is refused under an id that is taken', () => {
    add({ id: 'same' });
    expect(() => add({ id: 'same' })).toThrow('there is already a fault same');
  });
});

describe('chance', () => {
  /** Which of forty queries a rule of probability one half strikes. */
  async function pattern(
    seed: string,
    extraRules: FaultRuleInput[] = [],
  ): Promise<{ struck: string; tradeNo: string }> {
    const clock = sandboxClock({ frozenAtMs: Date.parse('2026-11-22T10:00:00+08:00') });
    const sandbox = await createSandbox({ seed, clock });
    const shop = await merchant(sandbox.url);
    for (const rule of extraRules) sandbox.faults.add(rule);
    sandbox.faults.add({ kind: 'answer', method: QUERY, probability: 0.5, ...STRUCK });
    let struck = '';
    for (let n = 0; n < 40; n += 1) {
      struck += (await shop.query({ outTradeNo: 'NONE' })).subCode === STRUCK.subCode ? 'x' : '.';
    }
    const tradeNo = await shop.trade();
    await sandbox.close();
    return { struck, tradeNo };
  }

  test('strikes the same calls for the same seed, and others for another', async () => {
    const [once, again, other] = [await pattern('tea'), await pattern('tea'), await pattern('coffee')];
    expect(again).toEqual(once);
    expect(other.struck).not.toBe(once.struck);
    expect(once.struck).toMatch(/x.*\..*x.*\./);
  });

  test('of a rule that never strikes changes no number that the sandbox draws', async () => {
    const rules: FaultRuleInput[] = [{ kind: 'delay', delayMs: 0, probability: 0.5 }];
    expect((await pattern('tea', rules)).tradeNo).toBe((await pattern('tea')).tradeNo);
  });
});
