import type { Scenario } from '../scenario';
import { clockScenarios } from './clock';
import { closeScenarios } from './close';
import { createScenarios } from './create';
import { eventScenarios } from './events';
import { notifyScenarios } from './notify';
import { refundScenarios } from './refund';
import { storeScenarios } from './store';
import { sweepScenarios } from './sweep';
import { unexpectedMoneyScenarios } from './unexpected-money';

/** Every scenario, in the order of the fault matrix. */
export const SCENARIOS: readonly Scenario[] = [
  ...createScenarios,
  ...notifyScenarios,
  ...closeScenarios,
  ...refundScenarios,
  ...unexpectedMoneyScenarios,
  ...eventScenarios,
  ...sweepScenarios,
  ...storeScenarios,
  ...clockScenarios,
];
