import { Counter, type Registry } from 'prom-client';
import type { Meter } from './faces';

/**
 * The backend's counters as Prometheus has them: `notify_refused` with `{reason}` becomes
 * `shouyin_notify_refused_total{reason}`. A counter begins with its first count, and its labels are those of that one; a count
 * that does not fit them is kept without labels rather than lost, and never throws into a flow.
 */
export function prometheusMeter(register: Registry): Meter {
  const counters = new Map<string, { counter: Counter; labelNames: readonly string[] }>();

  function known(name: string, labelNames: readonly string[]): { counter: Counter; labelNames: readonly string[] } {
    const before = counters.get(name);
    if (before) return before;
    const help = `Counted by the backend: ${name.replaceAll('_', ' ')}.`;
    const fullName = `shouyin_${name.replace(/[^a-zA-Z0-9_]/g, '_')}_total`;
    const counter = new Counter({ name: fullName, help, labelNames: [...labelNames], registers: [register] });
    const made = { counter, labelNames };
    counters.set(name, made);
    return made;
  }

  return {
    count(name, labels = {}) {
      const { counter, labelNames } = known(name, Object.keys(labels));
      const fits = Object.keys(labels).every((label) => labelNames.includes(label));
      counter.inc(fits ? labels : {});
    },
  };
}
