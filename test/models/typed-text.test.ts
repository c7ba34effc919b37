import { MAX_NOTE_CHARACTERS } from '../../contract/requests';
import { characterCount, typedText } from '../../models/typed-text';
import { fakeShop } from './support/fake-shop';

test.each([
  ['as it is', '请放在门口\n谢谢', '请放在门口\n谢谢'],
  ['without what a paste brought along', 'a\u0000b\u0007c\u009fd', 'abcd'],
  ['without halves of characters', `a\ud83d`, 'a'],
])('typed text is taken %s', (_how, typed, taken) => {
  expect(typedText(typed, 100)).toBe(taken);
});

test('an emoji is one character, and is never cut in half', () => {
  expect(typedText('🍵🍵🍵', 2)).toBe('🍵🍵');
  expect(characterCount('🍵茶')).toBe(2);
});

test('a note of a hundred emoji fits, also after a restart', () => {
  const { draft, device } = fakeShop();
  draft.setNote('🍵'.repeat(MAX_NOTE_CHARACTERS + 1));
  expect(characterCount(draft.note)).toBe(MAX_NOTE_CHARACTERS);
  expect(fakeShop({ storage: device.storage }).draft.note).toBe(draft.note);
});

test.each([
  ['text', '"x"'],
  ['a note that is none', '{"note":7,"instalments":3}'],
  ['a count that nobody offers', '{"note":"","instalments":5}'],
])('a draft stored as %s is read as far as it makes sense', (_what, stored) => {
  const { draft } = fakeShop({ storage: new Map([['checkout-draft', stored]]) });
  expect(draft.note).toBe('');
  expect([null, 3]).toContain(draft.instalments);
});
