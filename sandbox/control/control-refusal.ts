/** Why the control API does not do what it is asked; each with its HTTP status. */
export const CONTROL_STATUSES = {
  not_json: 400,
  invalid_input: 400,
  app_not_found: 404,
  buyer_not_found: 404,
  account_not_found: 404,
  trade_not_found: 404,
  notify_not_found: 404,
  fault_not_found: 404,
  preset_not_found: 404,
  trade_not_payable: 409,
  buyer_differs: 409,
  buyer_balance_short: 409,
  buyer_cannot_pay: 409,
  no_pay_channel: 409,
  notify_not_sent: 409,
  fault_exists: 409,
  snapshot_altered: 409,
  snapshot_foreign: 409,
} as const;

/** What programs tell refusals apart by. */
export type ControlReason = keyof typeof CONTROL_STATUSES;

/** The body of a 4xx reply, and what the methods return; `message` is a sentence for people. */
export interface ControlRefusal {
  reason: ControlReason;
  message: string;
}

/** Who can be named beside those who are listed. */
export const NEW_BUYERS =
  'While the rule welcomesNewBuyers is on, any id of 2088 and 12 digits that nobody has and that does not end in 0000 or 9999 is a new buyer’s.';

/** `message` is a sentence for people that says what can be done. */
export function refusal(reason: ControlReason, message: string): ControlRefusal {
  return { reason, message };
}

/** Goes by the two members: no view may have both. */
export function isRefusal(value: object): value is ControlRefusal {
  return 'reason' in value && 'message' in value;
}
