import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from './faces';
import { prometheusMeter } from './metrics-meter';
import type { MoneyVerdict } from './money-check';

/** What the node counts for its operators. Labels have few values each; durations are milliseconds. */
export interface Metrics {
  /** Counts one HTTP request; the route is the pattern, never the path that was asked for. */
  answered(route: string, status: number, durationMs: number): void;
  /** Counts one request that the doors turned down, by the error code its caller got. */
  refused(door: 'client' | 'server' | 'http', code: string): void;
  /** Counts one call of a function. The outcome is `ok` or the error code its caller got. */
  invoked(functionName: string, outcome: string, durationMs: number, endedAtMs: number): void;
  /** Counts one call of Alipay. The outcome is what the answer proves, or why it proves nothing. */
  calledAlipay(method: string, outcome: string, durationMs: number): void;
  /** Counts one call of a channel by what it reported. */
  calledChannel(channel: string, method: string, outcome: string, durationMs: number): void;
  /** Counts an order that came to this status. */
  orderBecame(status: string): void;
  /** Counts the verdict on the money of an order that was saved. */
  checkedMoney(verdict: MoneyVerdict): void;
  /** Where the backend counts. */
  meter: Meter;
  register: Registry;
  /** Called before every text; for numbers that are read and not counted. */
  beforeText(refresh: () => Promise<void>): void;
  /** Everything, in the text format of Prometheus. */
  text(): Promise<string>;
}

const SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** Counters of one cloud; each has its own registry, so that several can live in one process. */
export function cloudMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const { counter, histogram, gauge } = makers(register);
  const refreshers: (() => Promise<void>)[] = [];

  const requests = histogram('http_request_duration_seconds', 'Time of HTTP requests.', ['route', 'status']);
  const refusals = counter('requests_refused_total', 'Requests turned down at a door, by error code.', [
    'door',
    'code',
  ]);
  const invocations = counter('function_invocations_total', 'Calls of functions by outcome: ok or the error code.', [
    'function',
    'outcome',
  ]);
  const durations = histogram('function_duration_seconds', 'Time from call to result of a function.', ['function']);
  const lastSuccess = gauge(
    'function_last_success_timestamp_seconds',
    'When a function last gave a result. For order-sweep: the end of the last sweep of this node.',
    ['function'],
  );
  const alipayCalls = histogram(
    'alipay_call_duration_seconds',
    'Calls to Alipay: success, failure and unavailable are proven; unverified and no_answer prove nothing.',
    ['method', 'outcome'],
  );
  const channelCalls = histogram(
    'channel_call_duration_seconds',
    'Calls to payment channels by what they reported; unknown proves nothing.',
    ['channel', 'method', 'outcome'],
  );
  const changes = counter('order_changes_total', 'Orders that came to a status, through this node.', ['status']);
  const verdicts = counter(
    'money_checks_total',
    'Orders saved by this node, by whether their money is conserved: settled, returning or broken.',
    ['verdict'],
  );
  for (const verdict of ['settled', 'returning', 'broken']) verdicts.inc({ verdict }, 0);

  return {
    answered: (route, status, durationMs) => requests.observe({ route, status: String(status) }, durationMs / 1000),
    refused: (door, code) => refusals.inc({ door, code }),
    invoked(functionName, outcome, durationMs, endedAtMs) {
      invocations.inc({ function: functionName, outcome });
      durations.observe({ function: functionName }, durationMs / 1000);
      if (outcome === 'ok') lastSuccess.set({ function: functionName }, endedAtMs / 1000);
    },
    calledAlipay: (method, outcome, durationMs) => alipayCalls.observe({ method, outcome }, durationMs / 1000),
    calledChannel: (channel, method, outcome, durationMs) =>
      channelCalls.observe({ channel, method, outcome }, durationMs / 1000),
    orderBecame: (status) => changes.inc({ status }),
    checkedMoney: (verdict) => verdicts.inc({ verdict }),
    meter: prometheusMeter(register),
    register,
    beforeText: (refresh) => void refreshers.push(refresh),
    async text() {
      await Promise.all(refreshers.map((refresh) => refresh()));
      return await register.metrics();
    },
  };
}

function makers(register: Registry) {
  const common = (name: string, help: string, labelNames: string[]) => ({
    name: `shouyin_${name}`,
    help,
    labelNames,
    registers: [register],
  });
  return {
    counter: (name: string, help: string, labels: string[]) => new Counter(common(name, help, labels)),
    gauge: (name: string, help: string, labels: string[]) => new Gauge(common(name, help, labels)),
    histogram: (name: string, help: string, labels: string[]) =>
      new Histogram({ ...common(name, help, labels), buckets: SECONDS }),
  };
}
