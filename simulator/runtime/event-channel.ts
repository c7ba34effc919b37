type Listener = (...given: unknown[]) => void;

/** Connects a page with the page that opened it, in both directions (reference mini-program 4.4). */
export interface EventChannel {
  on(name: string, listener: Listener): void;
  once(name: string, listener: Listener): void;
  /** Without a listener, every one of that name. */
  off(name: string, listener?: Listener): void;
  emit(name: string, ...given: unknown[]): void;
}

/** @param first listeners by name that hear from the beginning */
export function eventChannel(first: Readonly<Record<string, unknown>> = {}): EventChannel {
  let heard: { name: string; listener: Listener; isOnce: boolean }[] = [];
  const add = (name: string, listener: unknown, isOnce: boolean): void => {
    if (typeof listener === 'function') heard.push({ name, listener: listener as Listener, isOnce });
  };
  for (const [name, listener] of Object.entries(first)) add(name, listener, false);
  return {
    on: (name, listener) => add(name, listener, false),
    once: (name, listener) => add(name, listener, true),
    off: (name, listener) => {
      heard = heard.filter((one) => one.name !== name || (listener && one.listener !== listener));
    },
    emit: (name, ...given) => {
      const called = heard.filter((one) => one.name === name);
      heard = heard.filter((one) => !(one.isOnce && called.includes(one)));
      for (const { listener } of called) listener(...given);
    },
  };
}
