import type { CallEntry } from '../exchange-log';
import type { Answer } from './answer';

/** A call as the log of exchanges keeps it; the numbers are those answered, else those asked for. */
export function callEntry(
  {
    method,
    answer,
    parameters = new Map(),
  }: { method?: string; answer: Answer; parameters?: ReadonlyMap<string, string> },
  faults: readonly string[],
  response: string,
): CallEntry {
  const numbers = { ...askedNumbers(parameters.get('biz_content')), ...answer.fields };
  return {
    kind: 'call',
    method: method ?? null,
    appId: parameters.get('app_id') ?? null,
    outTradeNo: text(numbers.out_trade_no),
    tradeNo: text(numbers.trade_no),
    code: answer.code,
    subCode: answer.subCode ?? null,
    request: Object.fromEntries(parameters),
    response,
    faults,
  };
}

const NUMBER_IN_JSON = /"(out_trade_no|trade_no)"\s*:\s*"([A-Za-z0-9_]{1,64})"/g;

/** Read by eye rather than parsed: this is for a list that people look at, and is asked for on every call. */
function askedNumbers(bizContent = ''): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Array.from(bizContent.matchAll(NUMBER_IN_JSON), ([, name, value]) => [name, value]));
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
