import type { Answer } from '../alipay/answer';
import { type AnswerDialect, changedMembers } from './answer-dialect';
import type { CallFaultRule } from './fault-rule';

const FOREIGN_KINDS: ReadonlySet<CallFaultRule['kind']> = new Set(['error_code', 'numbers']);

/** Alipay's answers, which are signed. */
export const ALIPAY_DIALECT: AnswerDialect<Answer> = {
  methodPrefix: 'alipay.',
  nothing: { code: '20000' },
  concerns: (kind) => !FOREIGN_KINDS.has(kind),
  numbersIn({ fields = {} }) {
    const { out_trade_no: outTradeNo, trade_no: tradeNo } = fields;
    return {
      ...(typeof outTradeNo === 'string' && { outTradeNo }),
      ...(typeof tradeNo === 'string' && { tradeNo }),
    };
  },
  altered(rule, answer) {
    switch (rule.kind) {
      case 'change':
        return { answer: { ...answer, fields: changedMembers(answer.fields ?? {}, rule) } };
      case 'answer':
      case 'error_response':
        return { answer: answerOf(rule) };
      case 'wrong_signature':
        return { answer, signing: 'wrong' };
      case 'no_signature':
        return { answer, signing: 'missing' };
      case 'reserialised_signature':
        return { answer, signing: 'reserialised' };
      case 'signature_first':
        return { answer, signing: 'first' };
      default:
        return undefined;
    }
  },
};

function answerOf(rule: Extract<CallFaultRule, { kind: 'answer' | 'error_response' }>): Answer {
  const { code, subCode, fields } = rule;
  // Alipay never gives a sub_code without words for it.
  const subMsg = rule.subMsg ?? (subCode && '沙箱的故障规则如此应答');
  return { code, subCode, subMsg, fields, style: rule.kind === 'error_response' ? rule.kind : undefined };
}
