import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../alipay/answer';
import type { AnswerDialect } from './answer-dialect';
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
export interface FaultyOutcome<Said = Answer> {
  answer: Said;
  manner: ReplyManner;
}

/** Faults of the calls to one gateway. */
export interface CallFaults<Said = Answer> {
  /** Runs the call with what rules do before and after it. */
  around(call: () => FaultyCall, run: () => Said): FaultyOutcome<Said> | Promise<FaultyOutcome<Said>>;
  /** What rules do to the reply of something that is done, but is no call to the gateway. */
  afterwards(done: FaultSubject & { method: string }): Promise<ReplyManner>;
}

/** Kinds that let the call go on; all others are the end of it, or of the rules that could follow. */
const GOES_ON: ReadonlySet<CallFaultRule['kind']> = new Set([
  'delay',
  'buyer_pays',
  'trade_closes',
  'change',
  'numbers',
]);

/** `dialect` says how answers of this gateway can be altered; rules of kinds it has no words for are not asked. */
export function callFaults<Said>(book: FaultBook, dialect: AnswerDialect<Said>): CallFaults<Said> {
  const { nothing } = dialect;

  async function struck(call: FaultyCall, run: () => Said): Promise<FaultyOutcome<Said>> {
    const early = await strike('before', call, { answer: nothing, manner: PLAIN });
    if (early.isEnd) return early.outcome;
    const answer = run();
    const { faultIds } = early.outcome.manner;
    const named = { ...call, ...dialect.numbersIn(answer) };
    const late = await strike('after', named, { answer, manner: { ...PLAIN, faultIds } });
    return late.outcome;
  }

  async function strike(phase: 'before' | 'after', call: FaultyCall, given: FaultyOutcome<Said>) {
    const isOurs = isCallFault(
      (rule) => rule.phase === phase && dialect.concerns(rule.kind) && isMethod(rule.method, call.method),
    );
    let outcome = given;
    for (const { rule, id } of book.strikes(isOurs, call)) {
      const { answer, manner } = await outcomeOf(rule, call, outcome);
      outcome = { answer, manner: { ...manner, faultIds: [...manner.faultIds, id] } };
      if (!GOES_ON.has(rule.kind)) return { isEnd: true, outcome };
    }
    return { isEnd: false, outcome };
  }

  async function outcomeOf(rule: CallFaultRule, call: FaultyCall, given: FaultyOutcome<Said>) {
    const { answer, manner } = given;
    const altered = dialect.altered(rule, answer);
    if (altered) return { answer: altered.answer, manner: { ...manner, signing: altered.signing ?? manner.signing } };
    if (isTransportRule(rule)) return { answer, manner: { ...manner, transport: transportOf(rule) } };
    if (rule.kind === 'delay') await delay(rule.delayMs, undefined, { ref: false });
    if (rule.kind === 'buyer_pays') call.buyerPays();
    if (rule.kind === 'trade_closes') call.tradeCloses();
    return given;
  }

  function isMethod(wanted: string | undefined, method: string): boolean {
    // What is no call to the gateway is struck only by rules that name it.
    if (wanted === undefined) return method.startsWith(dialect.methodPrefix);
    return wanted.endsWith('*') ? method.startsWith(wanted.slice(0, -1)) : method === wanted;
  }

  return {
    around: (call, run) => (book.isEmpty() ? { answer: run(), manner: PLAIN } : struck(call(), run)),
    async afterwards(done) {
      const nothingMore = () => {};
      const call = { ...done, buyerPays: nothingMore, tradeCloses: nothingMore };
      return (await strike('after', call, { answer: nothing, manner: PLAIN })).outcome.manner;
    },
  };
}

const PAGE = '<!DOCTYPE html><html><head><title>系统繁忙</title></head><body>系统繁忙，请稍后再试</body></html>';

const TRANSPORT_KINDS = [
  'hang',
  'reset',
  'hang_up',
  'truncate',
  'drip',
  'html',
  'http_status',
  'redirect',
  'empty_body',
] as const;

type TransportRule = Extract<CallFaultRule, { kind: (typeof TRANSPORT_KINDS)[number] }>;

function isTransportRule(rule: CallFaultRule): rule is TransportRule {
  const kinds: readonly string[] = TRANSPORT_KINDS;
  return kinds.includes(rule.kind);
}

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
