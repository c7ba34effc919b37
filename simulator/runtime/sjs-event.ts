import { domSelector } from './dom-selector';
import { phoneLengths } from './lengths';
import type { NodeInfo } from './node-info';

/** What an SJS event handler can do to one element (reference mini-program 2.4). */
export function nodeHandle(element: HTMLElement | null, dataset: Record<string, unknown>): Record<string, unknown> {
  const setStyle = (style: string | Record<string, string>): void => {
    const pairs =
      typeof style === 'string' ? style.split(';').map((rule) => rule.split(/:(.*)/)) : Object.entries(style);
    for (const [name, value] of pairs) {
      if (name?.trim() && value) element?.style.setProperty(kebabCase(name.trim()), phoneLengths(value.trim()));
    }
  };
  return {
    setStyle,
    addClass: (name: string) => element?.classList.add(name),
    removeClass: (name: string) => element?.classList.remove(name),
    hasClass: (name: string) => element?.classList.contains(name) ?? false,
    getDataset: () => dataset,
    getBoundingClientRect: () => element?.getBoundingClientRect(),
    getComputedStyle: (names: string[]) => {
      const style = element ? getComputedStyle(element) : null;
      return Object.fromEntries(names.map((name) => [name, style?.getPropertyValue(kebabCase(name)) ?? '']));
    },
  };
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The event with `instance`, a handle on the element that owns the handler. */
export function sjsEvent(
  event: Record<string, unknown>,
  info: NodeInfo,
  cause: Event | undefined,
): Record<string, unknown> {
  const element = cause?.currentTarget instanceof HTMLElement ? cause.currentTarget : null;
  return { ...event, instance: nodeHandle(element, info.dataset) };
}

/** The second argument of an SJS handler: the page or component the element belongs to. */
export function sjsOwner({ owner }: NodeInfo): Record<string, unknown> {
  const find = (selector: string): HTMLElement[] => [
    ...owner.page.element.querySelectorAll<HTMLElement>(domSelector(selector)),
  ];
  return {
    ...nodeHandle(null, {}),
    callMethod: (name: string, args: unknown) => (owner.self[name] as ((args: unknown) => void) | undefined)?.(args),
    selectComponent: (selector: string) => {
      const [element] = find(selector);
      return element ? nodeHandle(element, {}) : null;
    },
    selectAllComponents: (selector: string) => find(selector).map((element) => nodeHandle(element, {})),
  };
}
