import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** Counts one call of a function. The outcome is `ok` or the error code its caller got. */
  invoked(functionName: string, outcome: string, durationMs: number): void;
  /** Counts one call of Alipay. The outcome is `verified`, or why the answer proves nothing. */
  calledAlipay(method: string, outcome: string, durationMs: number): void;
  /** Everything, in the text format of Prometheus. */
  text(): Promise<string>;
}

const SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** Counters of one cloud; each has its own registry, so that several can live in one process. */
export function cloudMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const invocations = new Counter({
    name: 'shouyin_function_invocations_total',
    help: 'Calls of functions by outcome: ok or the error code.',
    labelNames: ['function', 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'shouyin_function_duration_seconds',
    help: 'Time from call to result of a function.',
    labelNames: ['function'],
    buckets: SECONDS,
    registers: [registry],
  });
  const alipayCalls = new Histogram({
    name: 'shouyin_alipay_call_duration_seconds',
    help: 'Time of calls to Alipay by method and outcome.',
    labelNames: ['method', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    invoked(functionName, outcome, durationMs) {
      invocations.inc({ function: functionName, outcome });
      durations.observe({ function: functionName }, durationMs / 1000);
    },
    calledAlipay: (method, outcome, durationMs) => alipayCalls.observe({ method, outcome }, durationMs / 1000),
    text: () => registry.metrics(),
  };
}
