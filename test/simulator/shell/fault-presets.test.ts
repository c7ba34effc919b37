import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { faultsInForce, tradePresets } from '../../../simulator/shell/fault-presets';
import type { SandboxFault } from '../../../simulator/shell/sandbox';

const trade = { tradeNo: '2026010122001400000000000001', outTradeNo: 'MINE' };
let sandbox: Sandbox;

/** What the sandbox's control API would list. */
const listed = () => JSON.parse(JSON.stringify(sandbox.faults.list())) as SandboxFault[];
const presets = () => sandbox.faults.presets();
const inForce = () => {
  const { presets: found, otherRules } = faultsInForce(presets(), listed(), trade);
  return { names: found.map(({ name }) => name), otherRules };
};

beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.clear());

test('every preset that is listed for a trade is taken by the sandbox and known again by its rules', () => {
  const offered = tradePresets(presets());
  for (const { name, isGlobal } of offered) {
    sandbox.faults.clear();
    sandbox.faults.use(name as 'notify-never', isGlobal ? {} : { tradeNo: trade.tradeNo });
    expect({ name, ...inForce() }).toEqual({ name, names: [name], otherRules: 0 });
  }
  expect(offered.length).toBeGreaterThan(50);
});

test.each(['create-reply-lost', 'payment-fails', 'bill-row-missing', 'bill-late'])(
  '%s can no longer strike an open trade and is not listed',
  (name) => expect(tradePresets(presets()).map((preset) => preset.name)).not.toContain(name),
);

test.each(['alipay', 'fshows'])(
  'at %s the other gateway’s presets are not listed, and what is everybody’s is',
  (gateway) => {
    const names = tradePresets(presets(), gateway).map(({ name }) => name);
    expect(names).toContain('notify-never');
    const other = gateway === 'alipay' ? 'fshows-refund-unknown' : 'refund-unknown';
    expect(names).not.toContain(other);
    expect(names).toContain(gateway === 'fshows' ? 'fshows-refund-unknown' : 'refund-unknown');
  },
);

test('what strikes next comes first, what strikes every call comes last', () => {
  const names = tradePresets(presets()).map(({ name }) => name);
  const places = ['paid-but-reply-lost', 'notify-never', 'query-unknown', 'refund-unknown', 'gateway-down'];
  expect(places.map((name) => names.indexOf(name))).toEqual(
    places.map((name) => names.indexOf(name)).sort((one, other) => one - other),
  );
  expect(names).toEqual(expect.arrayContaining(places));
});

test.each([
  ['gateway-down', true],
  ['app-limited', true],
  ['notify-never', false],
  ['paid-but-reply-lost', false],
])('that %s strikes every trade is %p', (name, isGlobal) => {
  expect(tradePresets(presets()).find((preset) => preset.name === name)).toMatchObject({ isGlobal });
});

test('a preset for everything, used elsewhere, is in force for this trade too', () => {
  sandbox.faults.use('notify-never');
  expect(inForce()).toEqual({ names: ['notify-never'], otherRules: 0 });
});

test('a preset on another trade is only another rule', () => {
  sandbox.faults.use('notify-never', { tradeNo: '2026010122001400000000000002' });
  sandbox.faults.use('notify-never', { outTradeNo: 'ANOTHER' });
  expect(inForce()).toEqual({ names: [], otherRules: 2 });
});

test('a rule that is like a preset’s but strikes less is another rule', () => {
  sandbox.faults.add({ kind: 'notify_drop', nth: 2 });
  expect(inForce()).toEqual({ names: [], otherRules: 1 });
});

test('one rule of a preset alone is not the preset', () => {
  sandbox.faults.use('wrong-amount-paid');
  sandbox.faults.remove(sandbox.faults.list()[0]?.id ?? '');
  expect(inForce()).toEqual({ names: [], otherRules: 1 });
});

test('what has struck as often as it may is in force no more, until it is used again', () => {
  sandbox.faults.use('query-unknown');
  const spent = listed().map((fault) => ({ ...fault, isSpent: true }));
  expect(faultsInForce(presets(), spent, trade)).toEqual({ presets: [], otherRules: 0 });
  expect(faultsInForce(presets(), [...spent, ...listed()], trade).presets).toMatchObject([{ name: 'query-unknown' }]);
});
