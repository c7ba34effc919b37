import { ERROR_MESSAGES, type FshowsAnswer } from '../fshows/answer';
import { withNumbers } from '../fshows/numbers';
import { type AnswerDialect, changedMembers } from './answer-dialect';
import type { CallFaultRule } from './fault-rule';

const FOREIGN_KINDS: ReadonlySet<CallFaultRule['kind']> = new Set([
  'answer',
  'error_response',
  'wrong_signature',
  'no_signature',
  'reserialised_signature',
  'signature_first',
]);

/** Fshows' answers, which nobody signs. */
export const FSHOWS_DIALECT: AnswerDialect<FshowsAnswer> = {
  methodPrefix: 'fshows.',
  nothing: { success: false, errorCode: '-200', errorMessage: ERROR_MESSAGES['-200'] },
  concerns: (kind) => !FOREIGN_KINDS.has(kind),
  numbersIn(answer) {
    if (!answer.success) return {};
    const { out_trade_no: outTradeNo, trade_no: platformTradeNo, prepay_id: tradeNo } = answer.returnValue;
    return {
      ...(typeof outTradeNo === 'string' && { outTradeNo }),
      ...(typeof platformTradeNo === 'string' && { platformTradeNo }),
      ...(typeof tradeNo === 'string' && { tradeNo }),
    };
  },
  altered(rule, answer) {
    if (rule.kind === 'error_code') {
      const { code, message = ERROR_MESSAGES[code] } = rule;
      return { answer: { success: false, errorCode: code, errorMessage: message } };
    }
    // A refusal has nothing that could be changed.
    if (!answer.success) return undefined;
    if (rule.kind === 'change') return { answer: { ...answer, returnValue: changedMembers(answer.returnValue, rule) } };
    return rule.kind === 'numbers'
      ? { answer: { ...answer, returnValue: withNumbers(answer.returnValue) } }
      : undefined;
  },
};
