import type { Owner } from './instance';

/** What the runtime knows of one host element beyond its DOM attributes. */
export interface NodeInfo {
  /** The tag as AXML writes it. */
  tag: string;
  id: string;
  /** Raw `data-*` values: objects stay objects. */
  dataset: Record<string, unknown>;
  mark: Record<string, unknown>;
  /** Handlers by attribute name: `onTap`, `catchTap`. */
  events: Record<string, unknown>;
  /** The page or component in whose AXML the element stands; it handles the events. */
  owner: Owner;
  /** File, line and column of the tag. */
  place: string;
  /** The host element, once it is drawn. */
  element?: Element;
}

const infos = new WeakMap<Element, NodeInfo>();

/** Keeps the info for as long as the element lives; a later one takes the place of an earlier one. */
export function setNodeInfo(element: Element, info: NodeInfo): void {
  infos.set(element, info);
}

/** The info of this very element; undefined for one that no AXML has made. */
export function nodeInfo(element: Element): NodeInfo | undefined {
  return infos.get(element);
}

/** The info of the nearest element at or above `start`: a built-in may have drawn elements of its own inside. */
export function nearestInfo(start: EventTarget | null): NodeInfo | undefined {
  for (let element = start as Element | null; element; element = element.parentElement) {
    const info = infos.get(element);
    if (info) return info;
  }
  return undefined;
}

/** The raw `data-*` values of an element. */
export function datasetOf(element: Element): Record<string, unknown> {
  return infos.get(element)?.dataset ?? {};
}
