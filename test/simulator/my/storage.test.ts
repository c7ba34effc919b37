import type { Page } from 'playwright-core';
import { outcome, type PhoneBench, phoneBench, phoneWithMy } from '../phone-bench';

let bench: PhoneBench;
let page: Page;

beforeAll(async () => {
  bench = await phoneBench(phoneWithMy);
  page = await bench.open();
});
afterAll(() => bench.close());
beforeEach(() => page.evaluate('localStorage.clear()'));

const call = (name: string, options: object = {}) => outcome(page, `my.${name}(${JSON.stringify(options)})`);
const sync = (name: string, options: object = {}) => page.evaluate(`my.${name}(${JSON.stringify(options)})`);

test.each([
  ['text', '茶'],
  ['a number', 0],
  ['an object', { items: [{ id: 'tea', quantity: 2 }] }],
  ['null', null],
])('what is stored is read again: %s', async (_what, data) => {
  await call('setStorage', { key: 'k', data });
  expect(await call('getStorage', { key: 'k' })).toMatchObject({ done: { data } });
  expect(await sync('getStorageSync', { key: 'k' })).toMatchObject({ data });
});

test('what was never stored is null, and so is what was removed', async () => {
  await call('setStorage', { key: 'k', data: 1 });
  await call('removeStorage', { key: 'k' });
  expect(await call('getStorage', { key: 'k' })).toMatchObject({ done: { data: null } });
  expect(await sync('getStorageSync', { key: 'never' })).toMatchObject({ data: null });
});

test('storage survives a reload, and belongs to one mini-program', async () => {
  await call('setStorage', { key: 'cart', data: ['tea'] });
  await page.evaluate(`localStorage.setItem('mini-program:other:cart', '["coffee"]')`);
  await page.reload();
  expect(await sync('getStorageSync', { key: 'cart' })).toMatchObject({ data: ['tea'] });
  await call('clearStorage');
  expect(await page.evaluate(`Object.keys(localStorage)`)).toEqual(['mini-program:other:cart']);
});

test('getStorageInfo lists the keys and counts in KB', async () => {
  await call('setStorage', { key: 'a', data: 'x'.repeat(3_000) });
  await call('setStorage', { key: 'b', data: 1 });
  expect(await call('getStorageInfo')).toMatchObject({ done: { keys: ['a', 'b'], currentSize: 3, limitSize: 10_240 } });
});

test.each`
  what                             | expression                                                              | error
  ${'no key'}                      | ${'{ data: 1 }'}                                                        | ${2}
  ${'a key that is no text'}       | ${'{ key: 5, data: 1 }'}                                                | ${2}
  ${'data that goes in a circle'}  | ${'(() => { const a = {}; a.a = a; return { key: "k", data: a }; })()'} | ${2}
  ${'a value of more than 200 KB'} | ${'{ key: "k", data: "x".repeat(200 * 1024) }'}                         | ${14}
`('setStorage refuses $what with error $error and keeps nothing', async ({ expression, error }) => {
  expect(await outcome(page, `my.setStorage(${expression})`)).toMatchObject({ failed: { error } });
  expect(await page.evaluate(`my.setStorageSync(${expression})`)).toMatchObject({ success: false, error });
  expect(await page.evaluate('localStorage.length')).toBe(0);
});

test('a full storage refuses with error 12, keeps what it has, and takes more after a removal', async () => {
  const filled = await page.evaluate(`(() => {
    const data = 'x'.repeat(190 * 1024);
    for (let index = 0; index < 100; index += 1) {
      const { success, error } = my.setStorageSync({ key: 'k' + index, data });
      if (!success) return { index, error };
    }
  })()`);
  expect(filled).toMatchObject({ error: 12 });
  expect(await sync('getStorageSync', { key: 'k0' })).toMatchObject({ success: true });
  await call('removeStorage', { key: 'k0' });
  expect(await sync('setStorageSync', { key: 'small', data: 1 })).toMatchObject({ success: true });
});
