import * as v from 'valibot';
import { BILL_FAULT_KINDS } from './bill-fault-kinds';
import { CALL_FAULT_KINDS } from './call-fault-kinds';
import { NOTIFY_FAULT_KINDS } from './notify-fault-kinds';

/** What a rule can do, each kind with its own members. Unknown members are refused, so that a misspelt one is noticed. */
export const faultRuleSchema = v.pipe(
  v.variant('kind', [...CALL_FAULT_KINDS, ...NOTIFY_FAULT_KINDS, ...BILL_FAULT_KINDS]),
  v.check(({ nth, first }) => nth === undefined || first === undefined, 'nth and first exclude each other'),
);

/** A fault to be had, as programs and the control API write it. */
export type FaultRuleInput = v.InferInput<typeof faultRuleSchema>;

/** A fault to be had, with its defaults filled in. */
export type FaultRule = v.InferOutput<typeof faultRuleSchema>;

/** A rule for calls to a gateway, bills' downloads and payments at the cashier. */
export type CallFaultRule = v.InferOutput<(typeof CALL_FAULT_KINDS)[number]>;
/** A rule for single deliveries of notifies. */
export type NotifyFaultRule = v.InferOutput<(typeof NOTIFY_FAULT_KINDS)[number]>;
/** A rule for what stands in a bill; its download is a call. */
export type BillFaultRule = v.InferOutput<(typeof BILL_FAULT_KINDS)[number]>;

/** Picks the rules for calls that `isWanted` takes. */
export function isCallFault(isWanted: (rule: CallFaultRule) => boolean) {
  return (rule: FaultRule): rule is CallFaultRule => 'phase' in rule && isWanted(rule);
}

/** Picks the rules for notifies that `isWanted` takes. */
export function isNotifyFault(isWanted: (rule: NotifyFaultRule) => boolean) {
  return (rule: FaultRule): rule is NotifyFaultRule =>
    rule.kind.startsWith('notify_') && isWanted(rule as NotifyFaultRule);
}

/** Picks the rules for bills that `isWanted` takes. */
export function isBillFault(isWanted: (rule: BillFaultRule) => boolean) {
  return (rule: FaultRule): rule is BillFaultRule => rule.kind.startsWith('bill_') && isWanted(rule as BillFaultRule);
}
