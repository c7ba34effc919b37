/** The faults of the matrix, which are written in Alipay's words, in those of Fshows; where it knows no such thing, the nearest. */
import type { FaultRuleInput } from '../../sandbox/fault/fault-rule';
import { PRESETS, type PresetName } from '../../sandbox/fault/presets';
import type { ProviderFaults } from './provider';

const METHODS: Record<string, string> = {
  'alipay.trade.create': 'fshows.liquidation.submerchant.alipay.trade.create',
  'alipay.trade.query': 'fshows.liquidation.alipay.trade.query',
  'alipay.trade.close': 'fshows.liquidation.order.close',
  'alipay.trade.refund': 'fshows.liquidation.pay.refund',
  'alipay.trade.fastpay.refund.query': 'fshows.liquidation.pay.refund.query',
  'alipay.trade.*': 'fshows.*',
};

/** The same method at Fshows. Throws for one that it has not. */
export function fshowsMethod(method: string): string {
  const name = METHODS[method];
  if (!name) throw new Error(`Fshows has nothing like ${method}`);
  return name;
}

type ErrorCode = NonNullable<Extract<FaultRuleInput, { kind: 'error_code' }>['code']>;

const CODES: Record<string, ErrorCode> = {
  'isp.unknow-error': '-200',
  'isv.method-call-limited': '-221',
  'ACQ.SYSTEM_ERROR': '-300',
  'ACQ.ACCESS_FORBIDDEN': '-102',
  'ACQ.TRADE_NOT_EXIST': '-207',
  'ACQ.REASON_TRADE_BEEN_FREEZEN': '-302',
  'ACQ.REFUND_CHARGE_ERROR': '-103',
  'ACQ.TRADE_NOT_ALLOW_REFUND': '-220',
  'ACQ.NOT_ALLOW_PARTIAL_REFUND': '-220',
};

/** What Fshows says where Alipay says this. Throws for what no scenario has needed yet. */
export function fshowsCode(subCode: string): ErrorCode {
  const code = CODES[subCode];
  if (!code) throw new Error(`what Fshows says instead of ${subCode} is not settled`);
  return code;
}

const create = fshowsMethod('alipay.trade.create');
const refund = fshowsMethod('alipay.trade.refund');

/** Success in the gateway's envelope, which nobody but the gateway's TLS vouches for; nothing is done. */
const success = (method: string, value: object): FaultRuleInput => ({
  kind: 'html',
  method,
  body: JSON.stringify({ return_value: value, success: true }),
  times: 1,
});

/** What stands for faults of signatures, apps and sellers that Fshows' answers and messages do not have. */
const COUNTERPARTS: Partial<Record<PresetName, readonly FaultRuleInput[]>> = {
  // An answer that names nothing, as one without a signature proves nothing.
  'create-unsigned': [{ kind: 'change', method: create, keep: [], times: 1 }],
  // An answer with another trade's numbers, from whomever.
  'create-wrongly-signed': [{ kind: 'change', method: create, keep: ['prepay_id', 'trade_no'], times: 1 }],
  // Another spelling of the same answer: the numbers of trades are lost as JSON numbers would lose them.
  'create-reserialised': [
    { kind: 'change', method: create, fields: { trade_no: '', prepay_id: '2.017090621e27 lost' }, times: 1 },
  ],
  'close-not-done': [
    success(fshowsMethod('alipay.trade.close'), { out_trade_no: 'SOMEBODY_ELSES_ORDER', trade_no: '1' }),
  ],
  // Its success always means accepted alone; this one says so, and the money is there.
  'refund-fund-change-n': [
    { kind: 'change', method: refund, fields: { refund_status: 'REFUNDING' }, first: 1, countedBy: 'trade' },
  ],
  // Signed fields name no seller: another one's trade shows by its number alone.
  'notify-other-seller': [{ kind: 'notify_change', fields: { trade_no: '2026010199999999999999999999' } }],
  // SHA-1 is its only way to sign; here it is the other that nobody may be talked into.
  'notify-sha1': [{ kind: 'notify_sign_type', signType: 'RSA2' }],
};

/** Faults as scenarios name them, done to Fshows. */
export function fshowsFaults(faults: ProviderFaults): ProviderFaults {
  return {
    ...faults,
    add: (rule) => faults.add(translated(rule)),
    use: (name, scope = {}) => rulesOf(name).map((rule) => faults.add({ ...rule, ...scope, gateway: 'fshows' })),
  };
}

/** Methods that Fshows has not, such as a cancel, cannot go wrong there. */
function rulesOf(name: PresetName): readonly FaultRuleInput[] {
  const rules: readonly FaultRuleInput[] = PRESETS[name].rules;
  const possible = rules.filter((rule) => !('method' in rule) || rule.method === undefined || rule.method in METHODS);
  return COUNTERPARTS[name] ?? possible.map(translated);
}

/** Our client sends nothing again by itself, as the official SDK of Alipay does: what would strike both strikes once. */
function translated(rule: FaultRuleInput): FaultRuleInput {
  const method = 'method' in rule && rule.method !== undefined ? fshowsMethod(rule.method) : undefined;
  if (rule.kind === 'answer') return answered(rule, method ?? 'fshows.*');
  const once = (rule.kind === 'hang_up' || rule.kind === 'truncate') && rule.times !== undefined ? { times: 1 } : {};
  return { ...rule, ...(method === undefined ? {} : { method }), ...once };
}

function answered(rule: Extract<FaultRuleInput, { kind: 'answer' }>, method: string): FaultRuleInput {
  const { kind: _, code, subCode, subMsg: __, fields, ...rest } = rule;
  if (code === '10000') {
    const { times = 1, outTradeNo = fields?.out_trade_no } = rule;
    return { ...success(method, { out_trade_no: outTradeNo }), times };
  }
  return { ...rest, kind: 'error_code', method, code: fshowsCode(subCode ?? '') };
}
