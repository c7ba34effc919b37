import type { Clock } from '../clock';
import type { FshowsAnswer } from '../fshows/answer';
import type { Randomness } from '../randomness';
import { ALIPAY_DIALECT } from './alipay-dialect';
import { type BillFaults, billFaults } from './bill-faults';
import { type CallFaults, callFaults } from './call-faults';
import { type FaultBook, type FaultView, faultBook } from './fault-book';
import type { FaultRuleInput } from './fault-rule';
import { FSHOWS_DIALECT } from './fshows-dialect';
import { type NotifyFaults, notifyFaults } from './notify-faults';
import { PRESET_TITLES_ZH } from './preset-titles-zh';
import { PRESETS, type PresetName } from './presets';

/** Narrows a preset to some events, or to some strikes. */
export type PresetScope = Pick<
  FaultRuleInput & { outTradeNo?: string; tradeNo?: string },
  'gateway' | 'appId' | 'outTradeNo' | 'tradeNo' | 'probability' | 'times'
>;

/** A preset as it is listed, with the rules that it would add. */
export interface PresetView {
  name: PresetName;
  /** A sentence on what the merchant will see, and the same in Chinese. */
  title: string;
  titleZh: string;
  rules: readonly FaultRuleInput[];
}

/** The sandbox being wrong on purpose. Nothing is wrong until a rule is added. */
export interface Faults {
  /** Throws on a rule that is malformed or whose id is taken. */
  add(rule: FaultRuleInput): FaultView;
  /** Adds the rules of a preset. Throws on a name that is none. */
  use(preset: PresetName, scope?: PresetScope): FaultView[];
  /** In the order of adding, spent ones included, with how often each matched and struck. */
  list(): FaultView[];
  /** False when there was none. */
  remove(id: string): boolean;
  clear(): void;
  presets(): PresetView[];
}

/** The same as {@link Faults}, with what the gateways ask of it. */
export interface FaultDesk extends Faults, CallFaults, NotifyFaults, BillFaults {
  /** Of calls to Fshows; those to Alipay are struck by the desk itself. */
  ofFshows: CallFaults<FshowsAnswer>;
  has(id: string): boolean;
  isPreset(name: string): name is PresetName;
}

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** `randomness` decides whether a rule with a probability strikes, and on nothing else. */
export function faults(clock: Clock, randomness: Randomness): FaultDesk {
  const book: FaultBook = faultBook(clock, randomness);

  return {
    ...callFaults(book, ALIPAY_DIALECT),
    ofFshows: callFaults(book, FSHOWS_DIALECT),
    ...notifyFaults(book),
    ...billFaults(book),
    add: book.add,
    has: book.has,
    isPreset,
    list: book.list,
    remove: book.remove,
    clear: book.clear,
    use(name, scope = {}) {
      if (!isPreset(name)) throw new Error(`there is no preset ${name}`);
      return PRESETS[name].rules.map((rule) => book.add({ ...rule, ...scope }));
    },
    presets: () => PRESET_NAMES.map((name) => ({ name, titleZh: PRESET_TITLES_ZH[name], ...PRESETS[name] })),
  };
}
