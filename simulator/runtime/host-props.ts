import { watchAppearance } from './appearance';
import type { TouchDetail } from './gestures';
import { phoneLengths } from './lengths';
import { raise } from './mini-event';
import { type NodeInfo, nodeInfo, setNodeInfo } from './node-info';

/** What generated code gives for one built-in element. */
export interface ElementParts {
  class?: unknown;
  style?: unknown;
  id?: unknown;
  hidden?: unknown;
  data?: Record<string, unknown>;
  mark?: Record<string, unknown>;
  attrs?: Record<string, unknown>;
  aria?: Record<string, unknown>;
  events?: Record<string, unknown>;
}

type Listener = (event: Event) => void;

function listener(type: string, detailOf: (event: Event) => unknown, prefix = ''): Listener {
  return (event) => {
    const info = nodeInfo(event.currentTarget as Element);
    if (!info) return;
    const touches =
      type.startsWith('touch') || type === 'longTap' ? (event as CustomEvent<TouchDetail>).detail : undefined;
    const { isHandled, isCaught } = raise(info, { type, detail: detailOf(event), cause: event, touches }, prefix);
    if (isCaught) event.stopPropagation();
    const isSpent = (type === 'longTap' && isHandled) || (type === 'touchMove' && isCaught);
    if (isSpent) event.preventDefault();
  };
}

/** Position of a tap in the phone's viewport. */
function tapDetail(event: Event): unknown {
  const { clientX, clientY, currentTarget } = event as MouseEvent;
  const viewport = (currentTarget as Element).closest('a-page')?.parentElement?.getBoundingClientRect();
  const [x, y] = [clientX - (viewport?.left ?? 0), clientY - (viewport?.top ?? 0)];
  return { x, y, clientX: x, clientY: y, pageX: x, pageY: y };
}

const none = (): unknown => ({});
const touch = (type: string): Listener => listener(type, none);

/** Ends of animations and transitions inside belong to the elements inside. */
function own(type: string): Listener {
  const hear = listener(type, none);
  return (event) => {
    if (event.target === event.currentTarget) hear(event);
  };
}

/** DOM listener by mini-program event. */
const listeners: Readonly<Record<string, readonly [prop: string, listener: Listener]>> = {
  Tap: ['onClick', listener('tap', tapDetail)],
  LongTap: ['ona-longtap', touch('longTap')],
  TouchStart: ['ona-touchstart', touch('touchStart')],
  TouchMove: ['ona-touchmove', touch('touchMove')],
  TouchEnd: ['ona-touchend', touch('touchEnd')],
  TouchCancel: ['ona-touchcancel', touch('touchCancel')],
  TransitionEnd: ['onTransitionEnd', own('transitionEnd')],
  AnimationStart: ['onAnimationStart', own('animationStart')],
  AnimationIteration: ['onAnimationIteration', own('animationIteration')],
  AnimationEnd: ['onAnimationEnd', own('animationEnd')],
};
const captureTap = listener('tap', tapDetail, 'capture-');

const appearance = ['onAppear', 'onDisappear', 'onFirstAppear', 'catchAppear', 'catchFirstAppear'];

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function styleText(style: unknown): string | undefined {
  if (style === undefined || style === null || style === '') return undefined;
  if (typeof style !== 'object') return phoneLengths(String(style));
  const rules = Object.entries(style).map(([name, value]) => `${kebabCase(name)}:${String(value)}`);
  return phoneLengths(rules.join(';'));
}

function addListeners(host: Record<string, unknown>, events: Record<string, unknown>, isDisabled: boolean): void {
  for (const [attribute, value] of Object.entries(events)) {
    if (value === '' || value === undefined || value === null) continue;
    const name = attribute.replace(/^(capture-)?(on|catch)/, '');
    const known = listeners[name];
    if (!known || (isDisabled && name === 'Tap')) continue;
    if (attribute.startsWith('capture-')) {
      if (name === 'Tap') host.onClickCapture = captureTap;
    } else host[known[0]] = known[1];
  }
}

/** The props of an element's outermost host element; the listeners find their handlers through the element's info. */
export function hostProps(parts: ElementParts, info: NodeInfo): Record<string, unknown> {
  const { events = {} } = parts;
  const wantsAppearance = appearance.some((name) => events[name]);
  const host: Record<string, unknown> = {
    ...parts.aria,
    class: parts.class ? String(parts.class) : undefined,
    style: styleText(parts.style),
    id: info.id === '' ? undefined : info.id,
    hidden: parts.hidden ? true : undefined,
    ref: (element: Element | null) => {
      if (!element) return;
      setNodeInfo(element, info);
      if (wantsAppearance) watchAppearance(element);
    },
  };
  addListeners(host, events, info.tag === 'button' && Boolean(parts.attrs?.disabled));
  return host;
}
