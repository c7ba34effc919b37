import { useEffect, useRef } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('scroll-view');

/** `scroll-view`: its own host scrolls, so that selector queries read its offset (reference 2.5). */
export function ScrollView({ attrs, host, emit, children }: BuiltinProps) {
  const element = useRef<HTMLElement>(null);
  const edges = useRef({ isAtUpper: true, isAtLower: false });
  useScrollAttributes(element, attrs);
  const onScroll = (event: Event) => {
    const scroller = event.currentTarget as HTMLElement;
    if (event.target !== scroller) return;
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = scroller;
    emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth }, event);
    tellEdges(scroller, attrs, edges.current, emit);
  };
  const own = {
    ref: element,
    'data-x': flag(attrs, 'scrollX') ? '' : undefined,
    'data-y': flag(attrs, 'scrollY') ? '' : undefined,
    'data-trap': flag(attrs, 'trapScroll') ? '' : undefined,
    onScroll,
  };
  return <Host {...joinHost(host, own)}>{children}</Host>;
}

/** Raises scrollToUpper and scrollToLower once each time the edge comes within its threshold. */
function tellEdges(
  scroller: HTMLElement,
  attrs: BuiltinProps['attrs'],
  edges: { isAtUpper: boolean; isAtLower: boolean },
  emit: BuiltinProps['emit'],
): void {
  const isHorizontal = flag(attrs, 'scrollX') && !flag(attrs, 'scrollY');
  const before = isHorizontal ? scroller.scrollLeft : scroller.scrollTop;
  const length = isHorizontal
    ? scroller.scrollWidth - scroller.clientWidth
    : scroller.scrollHeight - scroller.clientHeight;
  const isAtUpper = before <= number(attrs, 'upperThreshold', 50);
  const isAtLower = length - before <= number(attrs, 'lowerThreshold', 50);
  if (isAtUpper && !edges.isAtUpper) emit('scrollToUpper', {});
  if (isAtLower && !edges.isAtLower) emit('scrollToLower', {});
  edges.isAtUpper = isAtUpper;
  edges.isAtLower = isAtLower;
}

/** `scroll-top`, `scroll-left` and `scroll-into-view` scroll when they change. */
function useScrollAttributes(element: { current: HTMLElement | null }, attrs: BuiltinProps['attrs']): void {
  const behavior = flag(attrs, 'scrollWithAnimation') ? 'smooth' : 'instant';
  const top = number(attrs, 'scrollTop', Number.NaN);
  const left = number(attrs, 'scrollLeft', Number.NaN);
  const intoView = text(attrs, 'scrollIntoView');
  useEffect(() => {
    if (!Number.isNaN(top)) element.current?.scrollTo({ top, behavior });
  }, [top]);
  useEffect(() => {
    if (!Number.isNaN(left)) element.current?.scrollTo({ left, behavior });
  }, [left]);
  useEffect(() => {
    const scroller = element.current;
    const target = intoView && scroller?.querySelector(`#${CSS.escape(intoView)}`);
    if (!scroller || !target) return;
    const from = scroller.getBoundingClientRect();
    const to = target.getBoundingClientRect();
    const topOf = flag(attrs, 'scrollY') ? scroller.scrollTop + to.top - from.top : scroller.scrollTop;
    const leftOf = flag(attrs, 'scrollX') ? scroller.scrollLeft + to.left - from.left : scroller.scrollLeft;
    scroller.scrollTo({ top: topOf, left: leftOf, behavior });
  }, [intoView]);
}
