import { AsyncLocalStorage } from 'node:async_hooks';

test('what a file of tests leaves behind is over when the next one begins', () => {
  const left = new AsyncLocalStorage<string>();
  left.enterWith('of an earlier file');
  jest.isolateModules(() => require('./end-contexts'));
  expect(left.getStore()).toBeUndefined();
});
