import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Merchant, merchant } from './support/merchant';
import { type NotifyReceiver, notifyReceiver, type ReceivedNotify } from './support/notify-receiver';
import { isGenuineNotify } from './support/raw-client';
import { type SeededRandom, seededRandom } from './support/seeded-random';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const SEED = 4;

/** Texts on which verifications are known to break. */
const HARD_TEXTS = [
  '100% 纯茶',
  '%20%3D%26%2B',
  '%',
  '%E4%B8%AD',
  'a+b + c',
  'Tom & Jerry &amp; &#39;',
  'k=v&sign=x&sign_type=RSA',
  '"双引号" \'单引号\' “弯引号”',
  '<script>alert(1)</script>',
  '=====',
  '/path/to?x=1#y',
  '\\ \\n \\u4e2d \\/',
  '😀👨‍👩‍👧🇨🇳𠮷',
  '中文，全角　空格：；',
  '   ',
  ' x ',
  'line\r\nbreak\ttab',
  '{"json":["value"],"n":1.0}',
  'null',
  '0.00',
  'é é ﬁ',
  '\u200b\u202e\ufeff',
];
const ALPHABET = '%+&"\'<>=/ \\;:,#?{}[]|~`^$@!*()-_.aZ09中文茶\n\t';

/** Hundreds of notifies take their time on a machine that is busy with other tests. */
jest.setTimeout(120_000);

describe('notifies of every kind', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;
  let receiver: NotifyReceiver;
  const random = seededRandom(SEED);

  beforeAll(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    receiver = await notifyReceiver();
    sandbox = await createSandbox({ clock, rules: { allowsAnySubject: true } });
    shop = await merchant(sandbox.url);
  });
  afterAll(async () => {
    await sandbox.close();
    await receiver.close();
  });

  async function notifyOf(change: Record<string, unknown>): Promise<ReceivedNotify> {
    const before = receiver.received.length;
    const tradeNo = await shop.trade(change, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(0);
    return receiver.received[before] as ReceivedNotify;
  }

  function expectGenuineAndTamperProof({ parameters }: ReceivedNotify): void {
    expect(shop.sdk.checkNotifySignV2({ ...parameters })).toBe(true);
    expect(isGenuineNotify(shop.app, parameters)).toBe(true);
    const believed = mutations(parameters, random).filter(({ mutated }) => believes(shop, mutated));
    expect(believed.map(({ how }) => how)).toEqual([]);
  }

  test.each(HARD_TEXTS)('with %j in every text are believed, and not once changed', async (text) => {
    const notify = await notifyOf({ subject: text, body: text, passbackParams: text });
    expect(notify.parameters).toMatchObject({ subject: text, body: text, passback_params: text });
    expectGenuineAndTamperProof(notify);
  });

  test('with fifty random texts are believed, and not once changed', async () => {
    for (let round = 0; round < 50; round += 1) {
      const text = (longest: number) => `x${random.text(ALPHABET, 1 + random.below(longest))}😀`;
      const [subject, body] = [text(200), text(120)];
      const notify = await notifyOf({
        subject,
        body,
        totalAmount: `0.0${1 + random.below(9)}`,
      });
      expect(notify.parameters).toMatchObject({ subject, body });
      expectGenuineAndTamperProof(notify);
    }
  });

  test('with the longest texts, and with none, are believed, and not once changed', async () => {
    const longest = await notifyOf({
      outTradeNo: 'L'.repeat(64),
      subject: '茶'.repeat(256),
      body: '%'.repeat(128),
      passbackParams: '&'.repeat(512),
    });
    expectGenuineAndTamperProof(longest);
    const shortest = await notifyOf({ subject: '0', body: '', passbackParams: null });
    expect(shortest.parameters).not.toHaveProperty('body');
    expect(shortest.parameters).not.toHaveProperty('passback_params');
    expectGenuineAndTamperProof(shortest);
  });

  test('are of no use to another app, nor under another sandbox’s key', async () => {
    const { parameters } = await notifyOf({ subject: '一杯茶' });
    expect(believes(shop, { ...parameters, app_id: '9021000100000002', auth_app_id: '9021000100000002' })).toBe(false);
    const { sign: otherSign = '' } = (await notifyOf({ subject: '一杯茶' })).parameters;
    expect(believes(shop, { ...parameters, sign: otherSign })).toBe(false);
  });
});

interface Mutation {
  how: string;
  mutated: Record<string, string>;
}

/** Everything that somebody could do to a notify on its way, one thing at a time. */
function mutations(parameters: Record<string, string>, random: SeededRandom): Mutation[] {
  const names = Object.keys(parameters).filter((name) => name !== 'sign' && name !== 'sign_type');
  const { sign = '' } = parameters;
  const at = 10 + random.below(sign.length - 20);
  return [
    ...names.flatMap((name) => changedValues(parameters[name] ?? '').map((value) => changed(parameters, name, value))),
    ...names.map((name) => ({ how: `without ${name}`, mutated: without(parameters, name) })),
    changed(parameters, 'extra', '1'),
    changed(parameters, 'sign', ''),
    changed(parameters, 'sign', sign.slice(0, at)),
    changed(parameters, 'sign', `${sign.slice(0, at)}${sign[at] === 'A' ? 'B' : 'A'}${sign.slice(at + 1)}`),
    changed(parameters, 'sign_type', 'RSA'),
    { how: 'without sign', mutated: without(parameters, 'sign') },
  ];
}

function changedValues(value: string): string[] {
  const others = [
    `${value}0`,
    ` ${value}`,
    `0${value}`,
    value.slice(1),
    encodeURIComponent(value),
    value.toUpperCase(),
  ];
  return [...new Set(others)].filter((other) => other !== value);
}

function changed(parameters: Record<string, string>, name: string, value: string): Mutation {
  return { how: `${name} = ${value.slice(0, 60)}`, mutated: { ...parameters, [name]: value } };
}

function without({ ...parameters }: Record<string, string>, name: string): Record<string, string> {
  delete parameters[name];
  return parameters;
}

function believes({ sdk }: Merchant, parameters: Record<string, string>): boolean {
  return sdk.checkNotifySignV2({ ...parameters });
}
