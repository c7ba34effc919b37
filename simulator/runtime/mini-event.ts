import { handlerOf } from './handlers';
import { type NodeInfo, nearestInfo } from './node-info';
import { guarded } from './problems';
import { sjsEvent, sjsOwner } from './sjs-event';

/** An event as handlers get it (reference mini-program 2.3). */
export type MiniEvent = Record<string, unknown>;

/** What happened, before handlers are told. */
export interface Raised {
  /** `tap`, `change` …; the attributes are `onTap`, `catchTap`. */
  type: string;
  detail: unknown;
  /** Where it happened; without it, the node itself. */
  cause?: Event | undefined;
  touches?: { touches: unknown[]; changedTouches: unknown[] } | undefined;
}

function describe(info: NodeInfo): Record<string, unknown> {
  return { id: info.id, tagName: info.tag, dataset: info.dataset };
}

/** Marks of a node and everything around it; the inner one wins. */
function marksAt(start: EventTarget | null): Record<string, unknown> {
  const marks: Record<string, unknown> = {};
  for (let element = start as Element | null; element; element = element.parentElement) {
    const info = nearestInfo(element);
    for (const [name, value] of Object.entries(info?.mark ?? {})) marks[name] ??= value;
  }
  return marks;
}

/** `target.dataset` is that of the node that owns the handler; the real source's is `targetDataset`. */
function eventFor(info: NodeInfo, { type, detail, cause, touches }: Raised): MiniEvent {
  const source = nearestInfo(cause?.target ?? null) ?? info;
  return {
    type,
    timeStamp: (cause ?? new Event(type)).timeStamp,
    target: { ...describe(source), dataset: info.dataset, targetDataset: source.dataset },
    currentTarget: describe(info),
    detail: detail ?? {},
    mark: marksAt(cause?.target ?? null),
    ...touches,
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Calls what is bound to an event on one node, `on` before `catch`.
 *
 * @returns whether something was called, and whether it goes no further up
 */
export function raise(info: NodeInfo, raised: Raised, prefix = ''): { isHandled: boolean; isCaught: boolean } {
  const name = capital(raised.type);
  let isHandled = false;
  let isCaught = false;
  for (const kind of ['on', 'catch']) {
    const value = info.events[`${prefix}${kind}${name}`];
    const handler = handlerOf(info.owner, value, info.place);
    if (!handler) continue;
    isHandled = true;
    isCaught ||= kind === 'catch';
    const event = eventFor(info, raised);
    const isFunction = typeof value === 'function';
    guarded(`${kind}${name} at ${info.place}`, () =>
      isFunction ? handler(sjsEvent(event, info, raised.cause), sjsOwner(info)) : handler(event),
    );
  }
  return { isHandled, isCaught };
}
