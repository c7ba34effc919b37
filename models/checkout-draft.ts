import { observable, runInAction } from 'mobx';
import { MAX_NOTE_CHARACTERS } from '../contract/requests';
import type { InstalmentCount } from '../contract/views';
import type { Device } from './device';
import { typedText } from './typed-text';

/** What the buyer has said about the next order, besides the goods. It survives restarts, and ends with the order. */
export interface CheckoutDraft {
  /** The buyer's words to the merchant, as typed. */
  readonly note: string;
  /** In how many months to pay; null for all at once. */
  readonly instalments: InstalmentCount | null;
  setNote(note: string): void;
  setInstalments(count: InstalmentCount | null): void;
  clear(): void;
}

const STORAGE_KEY = 'checkout-draft';
const COUNTS: readonly InstalmentCount[] = [3, 6, 12];

type Words = Pick<CheckoutDraft, 'note' | 'instalments'>;

/** The draft kept on this phone. */
export function checkoutDraft({ device }: { device: Device }): CheckoutDraft {
  const words = observable(storedWords(device.read(STORAGE_KEY)));

  function change(next: Partial<Words>): void {
    runInAction(() => Object.assign(words, next));
    device.write(STORAGE_KEY, { ...words });
  }

  return {
    get note() {
      return words.note;
    },
    get instalments() {
      return words.instalments;
    },
    setNote: (note) => change({ note: typedText(note, MAX_NOTE_CHARACTERS) }),
    setInstalments: (instalments) => change({ instalments }),
    clear() {
      runInAction(() => Object.assign(words, { note: '', instalments: null }));
      device.remove(STORAGE_KEY);
    },
  };
}

/** The count that a number names, or null. */
export function instalmentCount(count: unknown): InstalmentCount | null {
  return COUNTS.find((known) => known === count) ?? null;
}

/** Storage may hold anything. */
function storedWords(stored: unknown): Words {
  const { note, instalments } = (stored ?? {}) as Partial<Words>;
  return {
    note: typeof note === 'string' ? typedText(note, MAX_NOTE_CHARACTERS) : '',
    instalments: instalmentCount(instalments),
  };
}
