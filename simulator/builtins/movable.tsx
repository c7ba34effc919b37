import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
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
  const x = number(attrs, 'x', 0);
  const y = number(attrs, 'y', 0);
  const put = (point: Point, isAnimated: boolean) => {
    at.current = point;
    if (!element.current) return;
    element.current.style.transition = isAnimated ? 'transform 0.3s' : 'none';
    element.current.style.transform = `translate(${point.x}px, ${point.y}px)`;
  };
  useEffect(() => put({ x, y }, flag(attrs, 'animation', true)), [x, y]);
  // A new `style` from the page takes the place along with everything else that stood there.
  useLayoutEffect(() => {
    if (!element.current?.style.transform) put(at.current, false);
  });

  const direction = text(attrs, 'direction', 'none');
  const onPointerDown = (down: PointerEvent) => {
    if (flag(attrs, 'disabled') || direction === 'none') return;
    const grip = { x: down.clientX - at.current.x, y: down.clientY - at.current.y };
    followPointer((event) => {
      if (!element.current) return;
      const moved = {
        x: direction === 'vertical' ? at.current.x : event.clientX - grip.x,
        y: direction === 'horizontal' ? at.current.y : event.clientY - grip.y,
      };
      put(flag(attrs, 'outOfBounds') ? moved : within(element.current, moved), false);
      emit('change', { ...at.current, source: 'touch' }, event);
    }).then((event) => emit('changeEnd', { ...at.current }, event));
  };
  const own = { ref: element, 'data-direction': direction, onPointerDown };
  return <ViewHost {...joinHost(host, own)}>{children}</ViewHost>;
}

/**
 * Calls back for every move until the pointer is let go. It listens at the window and does not capture the pointer, which
 * would take the tap away from what is inside the view.
 */
function followPointer(move: (event: PointerEvent) => void): Promise<PointerEvent> {
  return new Promise((resolve) => {
    const end = (event: PointerEvent) => {
      window.removeEventListener('pointermove', move);
      for (const name of ['pointerup', 'pointercancel'] as const) window.removeEventListener(name, end);
      resolve(event);
    };
    window.addEventListener('pointermove', move);
    for (const name of ['pointerup', 'pointercancel'] as const) window.addEventListener(name, end);
  });
}

/** The view stays inside its area, wherever in it it starts; one larger than the area may be moved until its edges meet. */
function within(view: HTMLElement, { x, y }: Point): Point {
  const area = view.parentElement;
  if (!area) return { x, y };
  return {
    x: between(x, -view.offsetLeft, area.clientWidth - view.offsetWidth - view.offsetLeft),
    y: between(y, -view.offsetTop, area.clientHeight - view.offsetHeight - view.offsetTop),
  };
}

function between(value: number, one: number, other: number): number {
  return Math.min(Math.max(one, other), Math.max(Math.min(one, other), value));
}
