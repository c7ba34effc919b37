/** How a merchant is reached, and the instalments it offers. */
import { fenFromYuan, MIN_TOTAL_FEN } from '../../../contract/money';
import type { ContactView, InstalmentCount, InstalmentOffer } from '../../../contract/views';

type Environment = Readonly<Record<string, string | undefined>>;

const MOST_NOTE_CHARACTERS = 60;
const COUNTS: readonly InstalmentCount[] = [3, 6, 12];

/** Whom buyers may call; undefined where nobody is named. What is wrong is added to `problems`. */
export function contactConfig(env: Environment, problems: string[]): ContactView | undefined {
  const { SHOUYIN_CONTACT_PHONE: phone, SHOUYIN_CONTACT_NOTE: note } = env;
  if (phone && !/^[0-9+() -]{3,30}$/.test(phone)) problems.push('SHOUYIN_CONTACT_PHONE must be a telephone number');
  if (note && Array.from(note).length > MOST_NOTE_CHARACTERS) {
    problems.push(`SHOUYIN_CONTACT_NOTE: at most ${MOST_NOTE_CHARACTERS} characters`);
  }
  return phone || note ? { ...(phone ? { phone } : {}), ...(note ? { note } : {}) } : undefined;
}

/** Huabei's instalments; undefined where none are offered. */
export function instalmentsConfig(env: Environment, problems: string[]): InstalmentOffer | undefined {
  const { SHOUYIN_INSTALMENTS: text, SHOUYIN_INSTALMENT_FEE: payer = '' } = env;
  if (!text) return undefined;
  const months = text.split(/[\s,]+/).filter((part) => part !== '');
  const counts = COUNTS.filter((count) => months.includes(String(count)));
  if (counts.length === 0 || counts.length !== months.length) {
    problems.push('SHOUYIN_INSTALMENTS must name months out of 3, 6 and 12, with commas');
  }
  if (payer !== '' && payer !== 'buyer' && payer !== 'merchant') {
    problems.push('SHOUYIN_INSTALMENT_FEE must be buyer or merchant');
  }
  const minTotalFen = fenFromYuan(env.SHOUYIN_INSTALMENTS_FROM_YUAN || '0.01');
  if (minTotalFen === null || minTotalFen < MIN_TOTAL_FEN) {
    problems.push('SHOUYIN_INSTALMENTS_FROM_YUAN must be an amount of at least 0.01');
  }
  const feePayer = payer === 'merchant' ? 'merchant' : 'buyer';
  return { counts, feePayer, minTotalFen: minTotalFen ?? MIN_TOTAL_FEN };
}
