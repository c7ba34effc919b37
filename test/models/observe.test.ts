import { observable, runInAction } from 'mobx';
import { difference, observe } from '../../models/observe';

function page() {
  const sent: Record<string, unknown>[] = [];
  return { sent, setData: (changes: Record<string, unknown>) => void sent.push(changes) };
}

describe('what is sent to a page', () => {
  test('is everything at first and only the changes later, by path', () => {
    const state = observable({ items: [{ n: 1 }, { n: 2 }], title: 'a' });
    const shown = page();
    observe(shown, () => ({ items: state.items.map(({ n }) => ({ n })), title: state.title }));
    runInAction(() => {
      const second = state.items[1];
      if (second) second.n = 5;
    });
    expect(shown.sent).toEqual([{ items: [{ n: 1 }, { n: 2 }], title: 'a' }, { 'items[1].n': 5 }]);
  });

  test('is one message for all changes made at once, and none for no change', () => {
    const state = observable({ a: 1, b: 2 });
    const shown = page();
    observe(shown, () => ({ a: state.a, b: state.b }));
    runInAction(() => {
      state.a = 3;
      state.b = 4;
    });
    runInAction(() => {
      state.a = 3;
    });
    expect(shown.sent.slice(1)).toEqual([{ a: 3, b: 4 }]);
  });

  test('ends with the page', () => {
    const state = observable({ a: 1 });
    const shown = page();
    const stop = observe(shown, () => ({ a: state.a }));
    stop();
    runInAction(() => {
      state.a = 2;
    });
    expect(shown.sent).toEqual([{ a: 1 }]);
  });

  test('holds plain values only: observables are unwrapped and undefined becomes null', () => {
    const state = observable({ deep: { list: [1] }, none: undefined as string | undefined });
    const shown = page();
    observe(shown, () => ({ deep: state.deep, none: state.none, inside: { list: state.deep.list, none: state.none } }));
    expect(JSON.parse(JSON.stringify(shown.sent[0]))).toEqual(shown.sent[0]);
    expect(shown.sent[0]).toEqual({ deep: { list: [1] }, none: null, inside: { list: [1], none: null } });
  });
});

describe('the difference of two states', () => {
  test.each([
    ['a longer list is sent whole', { a: [1] }, { a: [1, 2] }, { a: [1, 2] }],
    ['an object with other keys is sent whole', { a: { b: 1 } }, { a: { c: 1 } }, { a: { c: 1 } }],
    ['a key with a dot cannot be a path', { a: { 'x.y': 1 } }, { a: { 'x.y': 2 } }, { a: { 'x.y': 2 } }],
    ['null replaces an object', { a: { b: 1 } }, { a: null }, { a: null }],
    ['deep paths are joined', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, { 'a.b[0].c': 2 }],
    ['what is equal is not sent', { a: { b: [1] } }, { a: { b: [1] } }, {}],
  ])('%s', (_rule, before, after, changes) => {
    expect(difference(before, after)).toEqual(changes);
  });
});
