import type { RuleName } from '../alipay/rules';

/**
 * How a behaviour is known: from Alipay's documents (field documentation, open-docs, support articles, transcriptions of
 * the open platform's pages), from what its SDK or captured traffic shows, or not at all. What is a mere guess must have a
 * rule that switches it to what else it could be.
 */
export type Knowledge<Rule> = { basis: 'documented' | 'observed'; rule?: Rule } | { basis: 'assumed'; rule: Rule };

export type Basis = Knowledge<RuleName>['basis'];

/** One thing the sandbox does, how it is known that Alipay does so, and the test that shows that the sandbox does. */
export type Behaviour<Rule = RuleName> = Knowledge<Rule> & {
  /** Kebab-case, unique. */
  id: string;
  /** A sentence about the sandbox. */
  behaviour: string;
  /** Where it is known from; of what is assumed, what is known around it. */
  source: string;
  /** The title of a test under `test/sandbox`, word by word as it stands in the source. */
  test: string;
};
