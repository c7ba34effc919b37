import { alipayDevice } from '../../models/device';

function phone(my: Record<string, unknown>) {
  Object.assign(globalThis, { my });
  return alipayDevice();
}

const broken = () => {
  throw new Error('not in this base library');
};

describe('the phone', () => {
  test.each([
    ['says its language', () => ({ language: 'en' }), 'en'],
    ['is slow and says nothing', () => undefined, 'zh-Hans'],
    ['says no language', () => ({}), 'zh-Hans'],
    ['cannot be asked', broken, 'zh-Hans'],
  ])('%s', (_case, getSystemInfoSync, language) => {
    expect(phone({ getSystemInfoSync }).language()).toBe(language);
  });

  test('keeps what is written', () => {
    const kept = new Map<string, unknown>();
    const device = phone({
      setStorageSync: ({ key, data }: { key: string; data: unknown }) => void kept.set(key, data),
      getStorageSync: ({ key }: { key: string }) => ({ data: kept.get(key) ?? null }),
      removeStorageSync: ({ key }: { key: string }) => void kept.delete(key),
    });
    expect(device.write('cart', { tea: 1 })).toBe(true);
    expect(device.read('cart')).toEqual({ tea: 1 });
    device.remove('cart');
    expect(device.read('cart')).toBeNull();
  });

  test('that is full or broken refuses no purchase', () => {
    const device = phone({ setStorageSync: broken, getStorageSync: broken, removeStorageSync: broken });
    expect(device.write('cart', {})).toBe(false);
    expect(device.read('cart')).toBeNull();
    expect(() => device.remove('cart')).not.toThrow();
  });

  test('makes request ids that the contract allows and that do not repeat', () => {
    const device = phone({});
    const ids = Array.from({ length: 1_000 }, () => device.randomId());
    expect(new Set(ids).size).toBe(1_000);
    expect(ids.filter((id) => !/^[A-Za-z0-9_-]{16,64}$/.test(id))).toEqual([]);
  });

  test.each([
    ['yes', { success: { confirm: true } }, true],
    ['no', { success: { confirm: false } }, false],
    ['nothing, since the question could not be shown', { fail: { error: 2 } }, false],
  ])('answers a question with %s', async (_what, answer: { success?: unknown; fail?: unknown }, expected) => {
    const device = phone({
      confirm: ({ success, fail }: { success(a: unknown): void; fail(a: unknown): void }) =>
        'success' in answer ? success(answer.success) : fail(answer.fail),
    });
    expect(await device.confirm({ title: 't', content: 'c', yes: 'y', no: 'n' })).toBe(expected);
  });

  test('says whether it could copy', async () => {
    type Callbacks = { success(): void; fail(): void };
    expect(await phone({ setClipboard: ({ success }: Callbacks) => success() }).copy('X')).toBe(true);
    expect(await phone({ setClipboard: ({ fail }: Callbacks) => fail() }).copy('X')).toBe(false);
  });

  test.each([
    ['a network', { success: { networkAvailable: true } }, true],
    ['none', { success: { networkAvailable: false } }, false],
    ['nothing, since it cannot be asked', { fail: { error: 2 } }, true],
  ])('says that it has %s', async (_what, answer: { success?: unknown; fail?: unknown }, expected) => {
    const device = phone({
      getNetworkType: ({ success, fail }: { success(a: unknown): void; fail(a: unknown): void }) =>
        'success' in answer ? success(answer.success) : fail(answer.fail),
    });
    expect(await device.isOnline()).toBe(expected);
  });

  test('tells each change of its network until nobody listens', () => {
    const listeners = new Set<(news: unknown) => void>();
    const device = phone({
      onNetworkStatusChange: (run: () => void) => listeners.add(run),
      offNetworkStatusChange: (run: () => void) => listeners.delete(run),
    });
    const told: boolean[] = [];
    const stop = device.onNetworkChange((isOnline) => told.push(isOnline));
    for (const tell of listeners) for (const isConnected of [false, true]) tell({ isConnected });
    stop();
    expect({ told, listening: listeners.size }).toEqual({ told: [false, true], listening: 0 });
  });

  test('without any of it is taken to have a network, and dials nothing', async () => {
    const device = phone({ getNetworkType: broken, onNetworkStatusChange: broken, makePhoneCall: broken });
    expect(await device.isOnline()).toBe(true);
    expect(() => device.onNetworkChange(() => {})()).not.toThrow();
    expect(() => device.dial('400-000-0000')).not.toThrow();
  });

  test('tells that the app is shown until nobody listens', () => {
    const listeners = new Set<() => void>();
    const device = phone({
      onAppShow: (run: () => void) => listeners.add(run),
      offAppShow: (run: () => void) => listeners.delete(run),
    });
    const stop = device.onAppShow(() => {});
    expect(listeners.size).toBe(1);
    stop();
    expect(listeners.size).toBe(0);
  });
});
