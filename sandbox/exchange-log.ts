/** A call to the gateway with its answer. */
export interface CallEntry {
  kind: 'call';
  method: string | null;
  appId: string | null;
  outTradeNo: string | null;
  tradeNo: string | null;
  code: string;
  subCode: string | null;
  /** All parameters, query and form merged. */
  request: Readonly<Record<string, string>>;
  /** The text of the answer, even where a fault kept it from being sent whole. */
  response: string;
  /** Rules that struck. */
  faults: readonly string[];
}

/** One delivery of a notify. */
export interface NotifyEntry {
  kind: 'notify';
  notifyId: string;
  appId: string;
  tradeNo: string;
  url: string;
  /** The form as it was sent, or the body that a fault made of it. */
  request: string;
  result: string;
  httpStatus: number | null;
  /** What the receiver answered. */
  response: string | null;
  faults: readonly string[];
}

/** Texts are what went over the wire, with secrets masked; times are milliseconds since 1970. */
export type LogEntry = (CallEntry | NotifyEntry) & {
  /** Grows by one with each entry, over resets too. */
  seq: number;
  atMs: number;
};

/** What went over the wire lately, oldest forgotten first. Tokens and codes that would let someone in are masked. */
export interface ExchangeLog {
  add(atMs: number, entry: CallEntry | NotifyEntry): void;
  /** Oldest first: those after `since`, at most `limit`, and of more than that the newest; 100 unless told. */
  entries(range?: { since?: number; limit?: number }): LogEntry[];
  clear(): void;
}

const USUAL_LIMIT = 100;

/** Values with which somebody else could act for a buyer or a merchant. */
const SECRETS = ['code', 'refresh_token', 'access_token', 'auth_token', 'app_auth_token', 'auth_code'];
const SECRETS_IN_JSON = /"(refresh_token|access_token|auth_token|app_auth_token|auth_code)":"(?:[^"\\]|\\.)*"/g;
const MASK = '***';

/** Keeps the latest `capacity` entries. */
export function exchangeLog(capacity = 1000): ExchangeLog {
  let kept: LogEntry[] = [];
  let lastSeq = 0;
  return {
    add(atMs, entry) {
      lastSeq += 1;
      kept.push({ ...entry, seq: lastSeq, atMs });
      // Cut in halves, so that a full log does not move on every call.
      if (kept.length >= 2 * capacity) kept = kept.slice(-capacity);
    },
    entries({ since = 0, limit = USUAL_LIMIT } = {}) {
      const lately = kept.slice(-capacity).filter(({ seq }) => seq > since);
      return lately.slice(-limit).map(masked);
    },
    clear() {
      kept = [];
    },
  };
}

function masked(entry: LogEntry): LogEntry {
  if (entry.kind === 'notify') return entry;
  const parameters = Object.entries(entry.request).map(([name, value]) => [name, maskedValue(name, value)]);
  return { ...entry, request: Object.fromEntries(parameters), response: maskedJson(entry.response) };
}

function maskedValue(name: string, value: string): string {
  return SECRETS.includes(name) ? MASK : maskedJson(value);
}

function maskedJson(text: string): string {
  return text.replace(SECRETS_IN_JSON, `"$1":"${MASK}"`);
}
