import type { Scenario } from '../scenario';
import { clockScenarios } from './clock';
import { closeScenarios } from './close';
import { createScenarios } from './create';
import { eventScenarios } from './events';
import { notifyScenarios } from './notify';
import { purchaseScenarios } from './purchase';
import { refundScenarios } from './refund';
import { refundAnswerScenarios } from './refund-answers';
import { storeScenarios } from './store';
import { sweepScenarios } from './sweep';
import { twoChannelScenarios } from './two-channels';
import { unexpectedMoneyScenarios } from './unexpected-money';

/** Every scenario, in the order of the fault matrix. */
export const SCENARIOS: readonly Scenario[] = [
  ...purchaseScenarios,
  ...createScenarios,
  ...notifyScenarios,
  ...closeScenarios,
  ...refundScenarios,
  ...refundAnswerScenarios,
  ...unexpectedMoneyScenarios,
  ...twoChannelScenarios,
  ...eventScenarios,
  ...sweepScenarios,
  ...storeScenarios,
  ...clockScenarios,
];
