import type { Logger } from 'pino';
import { stopwatch } from './clock';
import type { Channels, Merchants, Ports, Store, StoredOrder } from './faces';
import type { Metrics } from './metrics';
import { type MoneyVerdict, moneyVerdict } from './money-check';
import { noteOrder } from './trail';

/** The backend's ports, watched: what passes through them is counted, checked and remembered for the log, never changed. */
export function observedPorts(ports: Ports, metrics: Metrics, log: Logger): Ports {
  const { store, merchants } = ports;
  return {
    ...ports,
    ...(store ? { store: observedStore(store, metrics, log) } : {}),
    ...(merchants ? { merchants: observedMerchants(merchants, metrics) } : {}),
  };
}

function observedStore(store: Store, metrics: Metrics, log: Logger): Store {
  function stored(order: StoredOrder): void {
    if (noteOrder(order) !== order.status) metrics.orderBecame(order.status);
    const verdict = verdictOn(order);
    metrics.checkedMoney(verdict);
    if (verdict === 'broken') log.error({ order_no: order.orderNo }, 'the money of an order is not conserved');
  }
  const read = (order: StoredOrder) => void noteOrder(order);
  return {
    ...store,
    async insert(order) {
      const result = await store.insert(order);
      if (result.kind === 'inserted') stored(order);
      else read(result.order);
      return result;
    },
    async get(orderNo) {
      const order = await store.get(orderNo);
      if (order) read(order);
      return order;
    },
    async save(order, expectedVersion) {
      const result = await store.save(order, expectedVersion);
      if (result.kind === 'saved') stored(result.order);
      return result;
    },
    async due(nowMs, limit) {
      const orders = await store.due(nowMs, limit);
      for (const order of orders) read(order);
      return orders;
    },
  };
}

/** Amounts that cannot even be added are the worst case, not a reason to lose what was saved. */
function verdictOn(order: StoredOrder): MoneyVerdict {
  try {
    return moneyVerdict(order);
  } catch {
    return 'broken';
  }
}

function observedMerchants([first, ...others]: Merchants, metrics: Metrics): Merchants {
  const observe = (merchant: Merchants[number]) => {
    return { ...merchant, channels: observedChannels(merchant.channels, metrics) };
  };
  return [observe(first), ...others.map(observe)];
}

function observedChannels(channels: Channels, metrics: Metrics): Channels {
  const watched = Object.entries(channels).map(([name, channel]) => [name, observedChannel(name, channel, metrics)]);
  return Object.fromEntries(watched) as Channels;
}

/** Every method that answers with a report is timed, whichever methods the port has; the others pass through. */
function observedChannel<Channel extends object>(name: string, channel: Channel, metrics: Metrics): Channel {
  const watched = Object.entries(channel).map(([method, member]) => {
    if (typeof member !== 'function') return [method, member];
    return [method, (...args: unknown[]) => observed(name, method, () => member.apply(channel, args), metrics)];
  });
  return Object.fromEntries(watched) as Channel;
}

function observed(channel: string, method: string, call: () => unknown, metrics: Metrics): unknown {
  const elapsedMs = stopwatch();
  const result = call();
  if (!(result instanceof Promise)) return result;
  const finish = (outcome: string) => metrics.calledChannel(channel, method, outcome, elapsedMs());
  result.then(
    (report: { status?: unknown } | null) => typeof report?.status === 'string' && finish(report.status),
    () => finish('error'),
  );
  return result;
}
