import { watchAppearance } from './appearance';
import { externalClasses } from './external-classes';
import type { TouchDetail } from './gestures';
import { phoneLengths, scaledTypes } from './lengths';
import { raise } from './mini-event';
import { type NodeInfo, nodeInfo, setNodeInfo } from './node-info';
import { scopeOf } from './style-scope';

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
  /** SJS functions that want to hear of a changed attribute, by its name. */
  change?: Record<string, unknown>;
}

type Listener = (event: Event) => void;

function listener(type: string, detailOf: (event: Event) => unknown, prefix: string): Listener {
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

/** DOM property, and listeners for `onX` and `catchX`, and for the same with `capture-`. */
type Known = readonly [prop: string, hear: Listener, hearFirst: Listener];

function bubbling(prop: string, type: string, detailOf: (event: Event) => unknown = none): Known {
  return [prop, listener(type, detailOf, ''), listener(type, detailOf, 'capture-')];
}

/** Ends of animations and transitions inside belong to the elements inside. */
function own(prop: string, type: string): Known {
  const only =
    (hear: Listener): Listener =>
    (event) => {
      if (event.target === event.currentTarget) hear(event);
    };
  const [, hear, hearFirst] = bubbling(prop, type);
  return [prop, only(hear), only(hearFirst)];
}

/** DOM listeners by mini-program event. */
const listeners: Readonly<Record<string, Known>> = {
  Tap: bubbling('onClick', 'tap', tapDetail),
  LongTap: bubbling('ona-longtap', 'longTap'),
  TouchStart: bubbling('ona-touchstart', 'touchStart'),
  TouchMove: bubbling('ona-touchmove', 'touchMove'),
  TouchEnd: bubbling('ona-touchend', 'touchEnd'),
  TouchCancel: bubbling('ona-touchcancel', 'touchCancel'),
  TransitionEnd: own('onTransitionEnd', 'transitionEnd'),
  AnimationStart: own('onAnimationStart', 'animationStart'),
  AnimationIteration: own('onAnimationIteration', 'animationIteration'),
  AnimationEnd: own('onAnimationEnd', 'animationEnd'),
};
const appearance = ['onAppear', 'onDisappear', 'onFirstAppear', 'catchAppear', 'catchFirstAppear'];

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An inline style for the phone's lengths; `!important` has no effect in it (reference mini-program 2.1). */
export function styleText(style: unknown): string | undefined {
  if (style === undefined || style === null || style === '') return undefined;
  const text =
    typeof style === 'object'
      ? Object.entries(style)
          .map(([name, value]) => `${kebabCase(name)}:${String(value)}`)
          .join(';')
      : String(style);
  return scaledTypes(phoneLengths(text.replace(/\s*!\s*important/gi, '')));
}

function addListeners(host: Record<string, unknown>, events: Record<string, unknown>, isDisabled: boolean): void {
  for (const [attribute, value] of Object.entries(events)) {
    if (value === '' || value === undefined || value === null) continue;
    const name = attribute.replace(/^(capture-)?(on|catch)/, '');
    const known = listeners[name];
    if (!known || (isDisabled && name === 'Tap')) continue;
    const [prop, hear, hearFirst] = known;
    if (attribute.startsWith('capture-')) host[`${prop}Capture`] = hearFirst;
    else host[prop] = hear;
  }
}

/** The props of an element's outermost host element; the listeners find their handlers through the element's info. */
export function hostProps(parts: ElementParts, info: NodeInfo): Record<string, unknown> {
  const { events = {} } = parts;
  const wantsAppearance = appearance.some((name) => events[name]);
  const host: Record<string, unknown> = {
    ...parts.aria,
    class: parts.class ? externalClasses(String(parts.class), info.owner) : undefined,
    style: styleText(parts.style),
    id: info.id === '' ? undefined : info.id,
    hidden: parts.hidden ? true : undefined,
    'data-scope': scopeOf(info.owner.unit),
    ref: (element: Element | null) => {
      if (!element) return;
      setNodeInfo(element, info);
      info.element = element;
      if (wantsAppearance) watchAppearance(element);
    },
  };
  addListeners(host, events, info.tag === 'button' && Boolean(parts.attrs?.disabled));
  return host;
}
