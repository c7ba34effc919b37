import { en } from './texts-en';
import { type Texts, zh } from './texts-zh';

/** The words in the phone's language: Chinese for Chinese, English for everyone else. */
export function texts(language: string): Texts {
  return /^(zh|cn)/i.test(language) ? zh : en;
}
