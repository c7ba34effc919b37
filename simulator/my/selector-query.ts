import { domSelector } from '../runtime/dom-selector';
import { datasetOf } from '../runtime/node-info';
import { rectOf, viewportOf } from './viewport-rect';

type Read = (element: Element) => unknown;
type Target = { kind: 'one' | 'all'; selector: string } | { kind: 'viewport' };
type Callback = ((result: unknown) => void) | undefined;

interface Fields {
  id?: boolean;
  dataset?: boolean;
  rect?: boolean;
  size?: boolean;
  scrollOffset?: boolean;
  computedStyle?: string[];
}

/**
 * `my.createSelectorQuery()` and an instance's own (reference mini-program 5): reads are queued and answered together
 * by `exec`, in order; what is not there answers null. `root` limits the search to a page or a component.
 */
export function createSelectorQuery(root: () => ParentNode) {
  let target: Target = { kind: 'viewport' };
  const queue: { target: Target; read: Read; callback: Callback }[] = [];
  const enqueue = (read: Read, callback: Callback) => {
    queue.push({ target, read, callback });
    return query;
  };
  const aim = (next: Target) => {
    target = next;
    return query;
  };
  const query = {
    in: () => query,
    select: (selector: string) => aim({ kind: 'one', selector }),
    selectAll: (selector: string) => aim({ kind: 'all', selector }),
    selectViewport: () => aim({ kind: 'viewport' }),
    boundingClientRect: (callback?: Callback) => {
      const isViewport = target.kind === 'viewport';
      return enqueue(isViewport ? sizeOf : rectOf, callback);
    },
    scrollOffset: (callback?: Callback) => enqueue(scrollOf, callback),
    fields: (fields: Fields, callback?: Callback) => enqueue((element) => fieldsOf(element, fields), callback),
    exec: (callback?: Callback) => {
      const batch = queue.splice(0);
      requestAnimationFrame(() => {
        const answers = batch.map((entry) => answer(root(), entry));
        callback?.(answers);
      });
    },
  };
  return query;
}

function answer(root: ParentNode, { target, read, callback }: { target: Target; read: Read; callback: Callback }) {
  const result = find(root, target, read);
  callback?.(result);
  return result;
}

function find(root: ParentNode, target: Target, read: Read): unknown {
  if (target.kind === 'viewport') return read(read === scrollOf ? pageOf(root) : viewportOf(root as Node));
  const selector = domSelector(target.selector);
  if (target.kind === 'all') return [...root.querySelectorAll(selector)].map(read);
  const element = root.querySelector(selector);
  return element === null ? null : read(element);
}

/** The page is the element that scrolls, so the viewport's offset is the page's. */
function pageOf(root: ParentNode): Element {
  const element = root as Element;
  return element.closest('a-page') ?? element;
}

function sizeOf(element: Element) {
  return { width: element.clientWidth, height: element.clientHeight };
}

function scrollOf({ scrollTop, scrollLeft, scrollHeight, scrollWidth }: Element) {
  return { scrollTop, scrollLeft, scrollHeight, scrollWidth };
}

function fieldsOf(element: Element, fields: Fields): Record<string, unknown> {
  const { left, top, right, bottom, width, height } = rectOf(element);
  const style = getComputedStyle(element);
  return {
    ...(fields.id ? { id: element.id } : {}),
    ...(fields.dataset ? { dataset: datasetOf(element) } : {}),
    ...(fields.rect ? { left, top, right, bottom } : {}),
    ...(fields.size ? { width, height } : {}),
    ...(fields.scrollOffset ? scrollOf(element) : {}),
    ...Object.fromEntries((fields.computedStyle ?? []).map((name) => [name, style.getPropertyValue(kebab(name))])),
  };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
