import type { CallEntry } from '../exchange-log';
import type { FshowsAnswer } from './answer';

/** A call as the log of exchanges keeps it; the numbers are those answered, else those asked for. */
export function callEntry(
  answer: FshowsAnswer,
  parameters: ReadonlyMap<string, string>,
  faults: readonly string[],
  response: string,
): CallEntry {
  const answered = answer.success ? answer.returnValue : {};
  const numbers = { ...askedNumbers(parameters.get('content')), ...answered };
  return {
    kind: 'call',
    method: parameters.get('method') ?? null,
    appId: parameters.get('app_id') ?? null,
    outTradeNo: text(numbers.out_trade_no),
    tradeNo: text(numbers.trade_no),
    code: answer.success ? 'success' : answer.errorCode,
    subCode: answer.success ? null : (answer.detail ?? answer.errorMessage),
    request: Object.fromEntries(parameters),
    response,
    faults,
  };
}

const NUMBER_IN_JSON = /"(out_trade_no|trade_no)"\s*:\s*"([A-Za-z0-9_]{1,64})"/g;

/** Read by eye rather than parsed: this is for a list that people look at, and is asked for on every call. */
function askedNumbers(content = ''): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Array.from(content.matchAll(NUMBER_IN_JSON), ([, name, value]) => [name, value]));
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
