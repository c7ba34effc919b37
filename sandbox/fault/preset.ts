import type { FaultRuleInput } from './fault-rule';

/** Faults that belong together, under the name people call them. */
export interface Preset {
  /** A sentence on what the merchant will see. */
  title: string;
  rules: readonly FaultRuleInput[];
}
