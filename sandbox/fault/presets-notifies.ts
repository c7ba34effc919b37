import type { FaultRuleInput } from './fault-rule';
import type { Preset } from './preset';

const DAY_MS = 86_400_000;

/** Alipay's own signature over something that is not the merchant's. */
const genuineBut = (fields: Record<string, string | null>): readonly FaultRuleInput[] => [
  { kind: 'notify_change', fields },
];

/** Presets of how notifies get lost, late, many or false. */
export const NOTIFY_PRESETS = {
  'notify-never': { title: 'No notify ever arrives', rules: [{ kind: 'notify_drop' }] },
  'notify-first-lost': {
    title: 'The first delivery of each trade is lost; the next comes four minutes later',
    rules: [{ kind: 'notify_drop', first: 1, countedBy: 'trade' }],
  },
  'notify-flaky': {
    title: 'Every second delivery, by chance, is lost',
    rules: [{ kind: 'notify_drop', probability: 0.5 }],
  },
  'notify-late': { title: 'Notifies come a minute late', rules: [{ kind: 'notify_delay', delayMs: 60_000 }] },
  'notify-late-by-a-day': { title: 'Notifies come a day late', rules: [{ kind: 'notify_delay', delayMs: DAY_MS }] },
  'notify-twice': { title: 'Every notify comes twice at once', rules: [{ kind: 'notify_duplicate', copies: 2 }] },
  'notify-fifty-times': {
    title: 'Every notify comes fifty times at once',
    rules: [{ kind: 'notify_duplicate', copies: 50 }],
  },
  'notify-out-of-order': {
    title: 'The notify of the payment comes after the next one of the same trade, such as a refund’s',
    rules: [{ kind: 'notify_reorder', cause: 'paid', delayMs: DAY_MS }],
  },
  'notify-corrupted': { title: 'The amount was altered after signing', rules: [{ kind: 'notify_corrupt' }] },
  'notify-forged': { title: 'Notifies are signed by somebody else', rules: [{ kind: 'notify_forge' }] },
  'notify-unsigned': { title: 'Notifies carry no signature', rules: [{ kind: 'notify_unsigned' }] },
  'notify-other-app': {
    title: 'Genuinely signed, for another app',
    rules: genuineBut({ app_id: '9021000199999999', auth_app_id: '9021000199999999' }),
  },
  'notify-other-seller': {
    title: 'Genuinely signed, for another seller',
    rules: genuineBut({ seller_id: '2088799999999999', seller_email: 'other@sandbox.example' }),
  },
  'notify-other-amount': { title: 'Genuinely signed, of another amount', rules: genuineBut({ total_amount: '0.01' }) },
  'notify-other-order': {
    title: 'Genuinely signed, for an order nobody made',
    rules: genuineBut({ out_trade_no: 'SOMEBODY_ELSES_ORDER' }),
  },
  'notify-other-trade': {
    title: 'Genuinely signed, for the order but another trade of it',
    rules: genuineBut({ trade_no: '2026010122001400000000000000' }),
  },
  'notify-without-amount': { title: 'Genuinely signed, without amount', rules: genuineBut({ total_amount: null }) },
  'notify-unknown-status': {
    title: 'Genuinely signed, with a status that no document knows',
    rules: genuineBut({ trade_status: 'TRADE_PENDING' }),
  },
  'notify-empty-parameters': {
    title: 'Carries empty parameters, which its signature leaves out',
    rules: genuineBut({ body: '', passback_params: '' }),
  },
  'notify-refund-fee-zero': {
    title: 'The notify of the payment says refund_fee 0.00, as the official sample does',
    rules: [{ kind: 'notify_change', cause: 'paid', fields: { refund_fee: '0.00' } }],
  },
  'notify-sha1': { title: 'Signed with SHA-1, sign_type RSA', rules: [{ kind: 'notify_sign_type', signType: 'RSA' }] },
  'notify-unknown-sign-type': {
    title: 'A sign_type that nobody knows',
    rules: [{ kind: 'notify_sign_type', signType: 'RSA512' }],
  },
  'notify-wrong-content-type': {
    title: 'The form is declared as plain text',
    rules: [{ kind: 'notify_content_type', contentType: 'text/plain' }],
  },
  'notify-json': { title: 'The parameters come as JSON', rules: [{ kind: 'notify_encoding', encoding: 'json' }] },
  'notify-base64': {
    title: 'The form comes in base64, as some gateways of functions hand it on',
    rules: [{ kind: 'notify_encoding', encoding: 'base64' }],
  },
  'wrong-amount-paid': {
    title: 'Notify and query agree, genuinely signed, that another amount was paid',
    rules: [
      { kind: 'notify_change', fields: { total_amount: '0.01', receipt_amount: '0.01', buyer_pay_amount: '0.01' } },
      {
        kind: 'change',
        method: 'alipay.trade.query',
        fields: { total_amount: '0.01', receipt_amount: '0.01', buyer_pay_amount: '0.01' },
      },
    ],
  },
} as const satisfies Record<string, Preset>;
