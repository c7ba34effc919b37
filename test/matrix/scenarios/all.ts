import type { Scenario } from '../scenario';
import { clockScenarios } from './clock';
import { closeScenarios } from './close';
import { createScenarios } from './create';
import { notifyScenarios } from './notify';
import { storeScenarios } from './store';
import { sweepScenarios } from './sweep';
import { unexpectedMoneyScenarios } from './unexpected-money';

/** Every scenario, in the order of the fault matrix. */
export const SCENARIOS: readonly Scenario[] = [
  ...createScenarios,
  ...notifyScenarios,
  ...closeScenarios,
  ...unexpectedMoneyScenarios,
  ...sweepScenarios,
  ...storeScenarios,
  ...clockScenarios,
];
