import { en } from './texts-en';
import { type Texts, zh } from './texts-zh';

/** The words in the phone's language: Chinese for Chinese, English for everyone else. */
export function texts(language: string): Texts {
  return /^(zh|cn)/i.test(language) ? zh : en;
}

/** The words of a group that are the same every time: what a page's data can hold, since functions cannot be sent there. */
export function fixedWords(group: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(group).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
