/** What a method answers, before it is put in its envelope. */
export interface Answer {
  code: GatewayCode;
  subCode?: string;
  subMsg?: string;
  /** Business fields in Alipay's spelling; absent ones are left out. */
  fields?: Readonly<Record<string, unknown>>;
  /** `alipay.system.oauth.token` answers its failures under `error_response` and its successes without code and msg. */
  style?: 'error_response' | 'bare';
}

/** `code` of an envelope: 10000 is done, all others are refusals. */
export type GatewayCode = keyof typeof MESSAGES;

/** The gateway's `msg` of each code (reference alipay-trade 1.7). */
export const MESSAGES = {
  '10000': 'Success',
  '10003': 'order success pay inprocess',
  '20000': 'Service Currently Unavailable',
  '20001': 'Insufficient Token Permissions',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40003': 'Insufficient Conditions',
  '40004': 'Business Failed',
  '40005': 'Call Limited',
  '40006': 'Insufficient Permissions',
} as const;

/** Code 10000 with business fields in Alipay's spelling. */
export function succeeded(fields: Answer['fields']): Answer {
  return { code: '10000', fields };
}

/** The text of the node, as it is signed and sent. Captured replies list business fields alphabetically. */
export function nodeText(answer: Answer): string {
  const { code, subCode, subMsg, fields = {} } = answer;
  const head = answer.style === 'bare' ? {} : { code, msg: MESSAGES[code], sub_code: subCode, sub_msg: subMsg };
  const business = Object.entries(fields).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify({ ...head, ...Object.fromEntries(business) });
}

const METHOD_NAME = /^[A-Za-z0-9_.]{1,128}$/;

/** `alipay.trade.create` → `alipay_trade_create_response`; what is no method's name is answered as `error_response`. */
export function nodeName(method: string | undefined, answer: Answer): string {
  if (!method || !METHOD_NAME.test(method) || answer.style === 'error_response') return 'error_response';
  return `${method.replaceAll('.', '_')}_response`;
}
