import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../alipay/answer';
import type { FaultBook, FaultSubject } from './fault-book';
import { type CallFaultRule, isCallFault } from './fault-rule';
import { PLAIN, type ReplyManner, type Transport } from './reply-manner';

/** A verified call, as rules see it. */
export interface FaultyCall extends FaultSubject {
  method: string;
  /** Lets the buyer of the trade pay. */
  buyerPays(): void;
  /** Closes the trade behind the merchant's back. */
  tradeCloses(): void;
}

/** What a call comes to: perhaps not its own answer, perhaps not to be sent as usual. */
export interface FaultyOutcome {
  answer: Answer;
  manner: ReplyManner;
}

export interface CallFaults {
  /** Runs the call with what rules do before and after it. */
  around(call: () => FaultyCall, run: () => Answer): FaultyOutcome | Promise<FaultyOutcome>;
  /** What rules do to the reply of something that is done, but is no call to the gateway. */
  afterwards(done: FaultSubject & { method: string }): Promise<ReplyManner>;
}

/** Kinds that let the call go on; all others are the end of it, or of the rules that could follow. */
const GOES_ON: ReadonlySet<CallFaultRule['kind']> = new Set(['delay', 'buyer_pays', 'trade_closes', 'change']);

const NEVER: Answer = { code: '20000' };

export function callFaults(book: FaultBook): CallFaults {
  async function struck(call: FaultyCall, run: () => Answer): Promise<FaultyOutcome> {
    const early = await strike('before', call, { answer: NEVER, manner: PLAIN });
    if (early.isEnd) return early.outcome;
    const answer = run();
    const { faultIds } = early.outcome.manner;
    const late = await strike('after', { ...call, ...namesIn(answer) }, { answer, manner: { ...PLAIN, faultIds } });
    return late.outcome;
  }

  async function strike(phase: 'before' | 'after', call: FaultyCall, given: FaultyOutcome) {
    const isOurs = isCallFault((rule) => rule.phase === phase && isMethod(rule.method, call.method));
    let outcome = given;
    for (const { rule, id } of book.strikes(isOurs, call)) {
      const { answer, manner } = await outcomeOf(rule, call, outcome);
      outcome = { answer, manner: { ...manner, faultIds: [...manner.faultIds, id] } };
      if (!GOES_ON.has(rule.kind)) return { isEnd: true, outcome };
    }
    return { isEnd: false, outcome };
  }

  return {
    around: (call, run) => (book.isEmpty() ? { answer: run(), manner: PLAIN } : struck(call(), run)),
    async afterwards(done) {
      const nothing = () => {};
      const call = { ...done, buyerPays: nothing, tradeCloses: nothing };
      return (await strike('after', call, { answer: NEVER, manner: PLAIN })).outcome.manner;
    },
  };
}

function isMethod(wanted: string | undefined, method: string): boolean {
  // What is no call to the gateway is struck only by rules that name it.
  if (wanted === undefined) return method.startsWith('alipay.');
  return wanted.endsWith('*') ? method.startsWith(wanted.slice(0, -1)) : method === wanted;
}

/** A merchant who named the trade by one number is answered with both. */
function namesIn({ fields = {} }: Answer): FaultSubject {
  const { out_trade_no: outTradeNo, trade_no: tradeNo } = fields;
  return {
    ...(typeof outTradeNo === 'string' && { outTradeNo }),
    ...(typeof tradeNo === 'string' && { tradeNo }),
  };
}

async function outcomeOf(rule: CallFaultRule, call: FaultyCall, given: FaultyOutcome): Promise<FaultyOutcome> {
  const { answer, manner } = given;
  switch (rule.kind) {
    case 'delay':
      await delay(rule.delayMs, undefined, { ref: false });
      return given;
    case 'buyer_pays':
      call.buyerPays();
      return given;
    case 'trade_closes':
      call.tradeCloses();
      return given;
    case 'change':
      return { answer: { ...answer, fields: changedFields(answer.fields, rule) }, manner };
    case 'answer':
    case 'error_response': {
      const { code, subCode, fields } = rule;
      // Alipay never gives a sub_code without words for it.
      const subMsg = rule.subMsg ?? (subCode && '沙箱的故障规则如此应答');
      const style = rule.kind === 'error_response' ? rule.kind : undefined;
      return { answer: { code, subCode, subMsg, fields, style }, manner };
    }
    case 'wrong_signature':
      return { answer, manner: { ...manner, signing: 'wrong' } };
    case 'no_signature':
      return { answer, manner: { ...manner, signing: 'missing' } };
    case 'reserialised_signature':
      return { answer, manner: { ...manner, signing: 'reserialised' } };
    case 'signature_first':
      return { answer, manner: { ...manner, signing: 'first' } };
    default:
      return { answer, manner: { ...manner, transport: transportOf(rule) } };
  }
}

function changedFields(
  fields: Answer['fields'] = {},
  { fields: changes, keep }: { fields: Readonly<Record<string, string | null>>; keep?: readonly string[] },
): Answer['fields'] {
  const kept = Object.entries(fields).filter(([name]) => keep === undefined || keep.includes(name));
  const changed = Object.entries({ ...Object.fromEntries(kept), ...changes });
  return Object.fromEntries(changed.filter(([, value]) => value !== null));
}

const PAGE = '<!DOCTYPE html><html><head><title>系统繁忙</title></head><body>系统繁忙，请稍后再试</body></html>';

type TransportRule = Extract<
  CallFaultRule,
  { kind: 'hang' | 'reset' | 'hang_up' | 'truncate' | 'drip' | 'html' | 'http_status' | 'redirect' | 'empty_body' }
>;

function transportOf(rule: TransportRule): Transport {
  const page = (status: number, body: string) => ({ kind: 'page' as const, status, contentType: 'text/html', body });
  switch (rule.kind) {
    case 'html':
      return page(200, rule.body ?? PAGE);
    case 'empty_body':
      return page(200, '');
    case 'http_status':
      return page(rule.status, rule.body ?? PAGE);
    case 'redirect':
      return { ...page(rule.status, ''), location: rule.location ?? '' };
    case 'truncate':
      return { kind: rule.kind, keepBytes: rule.keepBytes };
    case 'drip':
      return { kind: rule.kind, chunkBytes: rule.chunkBytes, everyMs: rule.everyMs };
    default:
      return { kind: rule.kind };
  }
}
