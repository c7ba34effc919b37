import { format } from '../../models/format';
import { fixedWords, texts } from '../../models/texts';
import { en } from '../../models/texts-en';
import { zh } from '../../models/texts-zh';

/** Every word of a language, by path; functions are called with samples. */
function wordsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(2, 3, 4))]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => wordsOf(inner, `${path}.${name}`));
}

describe('the languages', () => {
  test.each([
    ['zh-Hans', zh],
    ['zh_CN', zh],
    ['zh-Hant', zh],
    ['en', en],
    ['en-US', en],
    ['fr', en],
  ])('%s is answered in its language', (language, expected) => {
    expect(texts(language)).toBe(expected);
  });

  test('say the same things', () => {
    expect(wordsOf(en).map(([path]) => path)).toEqual(wordsOf(zh).map(([path]) => path));
  });

  test('leave nothing unsaid', () => {
    expect([...wordsOf(zh), ...wordsOf(en)].filter(([, word]) => word.trim() === '')).toEqual([]);
  });

  test('do not mix: no Chinese in English', () => {
    expect(wordsOf(en).filter(([, word]) => /[\u4e00-\u9fff，。！？、]/.test(word))).toEqual([]);
  });

  test('send only fixed words to a page', () => {
    expect(fixedWords({ a: 'x', b: () => 'y', c: ['z'] })).toEqual({ a: 'x' });
  });
});

describe('formats', () => {
  test.each([
    [0, '00:00'],
    [-5_000, '00:00'],
    [1, '00:01'],
    [59_000, '00:59'],
    [59_001, '01:00'],
    [899_000, '14:59'],
    [3_599_000, '59:59'],
    [3_600_000, '1:00:00'],
    [93_784_000, '26:03:04'],
  ])('%p ms left are shown as %s', (leftMs, shown) => {
    expect(format(zh).remaining(leftMs)).toBe(shown);
  });

  test('amounts come from fen', () => {
    expect([1, 10, 100, 123_456].map((fen) => format(zh).amount(fen))).toEqual(['¥0.01', '¥0.10', '¥1.00', '¥1234.56']);
  });

  test('times are those of the phone', () => {
    const noon = new Date(2026, 4, 20, 12, 34, 56).getTime();
    expect(format(zh).time(noon)).toBe('2026-05-20 12:34:56');
    expect(format(en).time(noon)).toBe('May 20, 2026 12:34:56');
  });
});
