import { Counter, type Registry } from 'prom-client';
import type { Meter } from './faces';

/** What the backend is known to count. */
const KNOWN: Readonly<Record<string, readonly [help: string, ...labels: string[]]>> = {
  facts: [
    'What became known about orders; fact="unexpected_money" by cause is money that had to go back.',
    'fact',
    'cause',
  ],
  notify_accepted: ['Notifies whose news was recorded.'],
  notify_refused: ['Notifies that were not believed, by reason.', 'reason'],
  foreign_refunds: ['Refunds told by a notify that nobody asked for here.'],
  sweep_orders: ['Orders that a sweep came to, by what became of them; passed were left to somebody else.', 'outcome'],
  refund_steps: ['Refunds sent and asked about, by what the channel reported.', 'step', 'outcome'],
  channel_turns: ['Channels that stopped answering, or answered again.', 'channel', 'turn'],
  channels_chosen: ['Trades begun, by channel; choice="other" when the first would not do.', 'channel', 'choice'],
  event_deliveries: ['Events sent to the merchant by type and outcome.', 'type', 'outcome'],
};

/**
 * The backend's counters as Prometheus has them: `notify_refused` with `{reason}` becomes
 * `shouyin_notify_refused_total{reason}`. One that is not known here begins with its first count, with the labels of that one; a count
 * that does not fit them is kept without labels rather than lost, and never throws into a flow.
 */
export function prometheusMeter(register: Registry): Meter {
  const counters = new Map<string, { counter: Counter; labelNames: readonly string[] }>();

  function known(name: string, labelNames: readonly string[]): { counter: Counter; labelNames: readonly string[] } {
    const before = counters.get(name);
    if (before) return before;
    const [help, ...labels] = KNOWN[name] ?? [`Counted by the backend: ${name.replaceAll('_', ' ')}.`, ...labelNames];
    const fullName = `shouyin_${name.replace(/[^a-zA-Z0-9_]/g, '_')}_total`;
    const counter = new Counter({ name: fullName, help, labelNames: labels, registers: [register] });
    const made = { counter, labelNames: labels };
    counters.set(name, made);
    return made;
  }

  // So that nothing yet and not counted at all look different.
  for (const name of Object.keys(KNOWN)) known(name, []);

  return {
    count(name, labels = {}) {
      const { counter, labelNames } = known(name, Object.keys(labels));
      const fits = Object.keys(labels).every((label) => labelNames.includes(label));
      counter.inc(fits ? labels : {});
    },
  };
}
