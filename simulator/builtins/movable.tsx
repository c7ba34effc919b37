import { useEffect, useRef } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { hostElement, joinHost } from './host-element';

const AreaHost = hostElement('movable-area');
const ViewHost = hostElement('movable-view');

export function MovableArea({ host, children }: BuiltinProps) {
  return <AreaHost {...joinHost(host, {})}>{children}</AreaHost>;
}

interface Point {
  x: number;
  y: number;
}

/** `movable-view`: dragged inside its area along `direction`; change `{x, y, source}`, changeEnd `{x, y}`. */
export function MovableView({ attrs, host, emit, children }: BuiltinProps) {
  const element = useRef<HTMLElement>(null);
  const at = useRef<Point>({ x: 0, y: 0 });
  const grip = useRef<Point | null>(null);
  const x = number(attrs, 'x', 0);
  const y = number(attrs, 'y', 0);
  const put = (point: Point, isAnimated: boolean) => {
    at.current = point;
    if (!element.current) return;
    element.current.style.transition = isAnimated ? 'transform 0.3s' : 'none';
    element.current.style.transform = `translate(${point.x}px, ${point.y}px)`;
  };
  useEffect(() => put({ x, y }, flag(attrs, 'animation', true)), [x, y]);

  const direction = text(attrs, 'direction', 'none');
  const onPointerDown = (event: PointerEvent) => {
    if (flag(attrs, 'disabled') || direction === 'none') return;
    grip.current = { x: event.clientX - at.current.x, y: event.clientY - at.current.y };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!grip.current || !element.current) return;
    element.current.setPointerCapture(event.pointerId);
    const wanted = { x: event.clientX - grip.current.x, y: event.clientY - grip.current.y };
    const moved = {
      x: direction === 'vertical' ? at.current.x : wanted.x,
      y: direction === 'horizontal' ? at.current.y : wanted.y,
    };
    put(flag(attrs, 'outOfBounds') ? moved : within(element.current, moved), false);
    emit('change', { ...at.current, source: 'touch' }, event);
  };
  const onPointerUp = (event: PointerEvent) => {
    if (!grip.current) return;
    grip.current = null;
    emit('changeEnd', { ...at.current }, event);
  };
  const own = {
    ref: element,
    'data-direction': direction,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: onPointerUp,
  };
  return <ViewHost {...joinHost(host, own)}>{children}</ViewHost>;
}

/** The view stays inside its area; one larger than the area may be moved until its edges meet. */
function within(view: HTMLElement, { x, y }: Point): Point {
  const area = view.parentElement;
  if (!area) return { x, y };
  const freeX = area.clientWidth - view.offsetWidth - view.offsetLeft;
  const freeY = area.clientHeight - view.offsetHeight - view.offsetTop;
  return { x: clamp(x, Math.min(0, freeX), Math.max(0, freeX)), y: clamp(y, Math.min(0, freeY), Math.max(0, freeY)) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
