import type { ControlRefusal } from '../../../sandbox/control/control-refusal';

/** What the control API gave; a refusal fails the test with its reason. */
export function granted<Value extends object>(value: Value | ControlRefusal): Value {
  if ('reason' in value && 'message' in value) throw new Error(`${value.reason}: ${value.message}`);
  return value as Value;
}
