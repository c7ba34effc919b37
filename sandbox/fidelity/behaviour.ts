import type { AlipayRules } from '../alipay/rules';

/**
 * How a behaviour is known: from Alipay's documents (field documentation, open-docs, support articles, transcriptions of
 * the open platform's pages), from what its SDK or captured traffic shows, or not at all.
 */
export type Basis = 'documented' | 'observed' | 'assumed';

/** One thing the sandbox does, how it is known that Alipay does so, and the test that shows that the sandbox does. */
export interface Behaviour {
  /** Kebab-case, unique. */
  id: string;
  /** A sentence about the sandbox. */
  behaviour: string;
  basis: Basis;
  /** Where it is known from; of what is assumed, what is known around it. */
  source: string;
  /** The title of a test under `test/sandbox`, word by word as it stands in the source. */
  test: string;
  /** The rule that changes it: `createSandbox({ rules: { … } })`. */
  rule?: keyof AlipayRules;
  /** Why something assumed has no rule. */
  fixed?: string;
}
