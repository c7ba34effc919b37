/** Reference mini-program 2.3. */
const longTapMs = 500;
/** A finger that moves further is scrolling, not holding. */
const holdSlackPx = 10;
/** After a touch, browsers send mouse events for the same gesture. */
const mouseEchoMs = 1000;

const touchNames = { start: 'touchstart', move: 'touchmove', end: 'touchend', cancel: 'touchcancel' } as const;
type Phase = keyof typeof touchNames;

/** One finger, in CSS pixels from the top left corner of the page's root; `page` and `client` are the same here. */
export interface MiniTouch {
  identifier: number;
  pageX: number;
  pageY: number;
  clientX: number;
  clientY: number;
}

/** Detail of the DOM events this file makes: `a-touchstart` and so on, and `a-longtap`. */
export interface TouchDetail {
  touches: MiniTouch[];
  changedTouches: MiniTouch[];
}

function touchOf({ clientX, clientY }: { clientX: number; clientY: number }, root: Element, identifier = 0): MiniTouch {
  const { left, top } = root.getBoundingClientRect();
  const [x, y] = [clientX - left, clientY - top];
  return { identifier, clientX: x, clientY: y, pageX: x, pageY: y };
}

function touchesOf(list: TouchList, root: Element): MiniTouch[] {
  return [...list].map((touch) => touchOf(touch, root, touch.identifier));
}

/**
 * Turns touches, and a mouse where there is no finger, into one kind of DOM event that bubbles: `a-touchstart`,
 * `a-touchmove`, `a-touchend`, `a-touchcancel` and `a-longtap`. A long tap that somebody handled is no tap afterwards.
 */
export function installGestures(root: HTMLElement): void {
  let lastTouch = Number.NEGATIVE_INFINITY;
  let isMouseDown = false;
  let hold: { timer: number; x: number; y: number } | null = null;
  let isTapSpent = false;

  const send = (target: EventTarget, phase: Phase, detail: TouchDetail): boolean =>
    target.dispatchEvent(new CustomEvent(`a-touch${phase}`, { bubbles: true, cancelable: true, detail }));

  const endHold = (): void => {
    if (hold) clearTimeout(hold.timer);
    hold = null;
  };

  const track = (target: EventTarget, phase: Phase, touch: MiniTouch): void => {
    if (phase === 'move') {
      if (hold && Math.hypot(touch.clientX - hold.x, touch.clientY - hold.y) > holdSlackPx) endHold();
      return;
    }
    endHold();
    if (phase !== 'start') return;
    isTapSpent = false;
    const timer = window.setTimeout(() => {
      const detail = { touches: [touch], changedTouches: [touch] };
      const event = new CustomEvent('a-longtap', { bubbles: true, cancelable: true, detail });
      isTapSpent = !target.dispatchEvent(event);
    }, longTapMs);
    hold = { timer, x: touch.clientX, y: touch.clientY };
  };

  for (const [phase, name] of Object.entries(touchNames) as [Phase, string][]) {
    const listener = (event: Event): void => {
      const { touches, changedTouches, target, timeStamp } = event as TouchEvent;
      lastTouch = timeStamp;
      const changed = touchesOf(changedTouches, root);
      const [first] = changed;
      if (!target || !first) return;
      const detail = { touches: touchesOf(touches, root), changedTouches: changed };
      if (!send(target, phase, detail) && event.cancelable) event.preventDefault();
      track(target, phase, first);
    };
    root.addEventListener(name, listener, { capture: true, passive: false });
  }

  const onMouse = (phase: Phase) => (event: MouseEvent) => {
    if (event.button !== 0 || event.timeStamp - lastTouch < mouseEchoMs || !event.target) return;
    if (phase === 'move' && !isMouseDown) return;
    isMouseDown = phase !== 'end';
    const touch = touchOf(event, root);
    send(event.target, phase, { touches: phase === 'end' ? [] : [touch], changedTouches: [touch] });
    track(event.target, phase, touch);
  };
  root.addEventListener('mousedown', onMouse('start'), true);
  root.addEventListener('mousemove', onMouse('move'), true);
  root.addEventListener('mouseup', onMouse('end'), true);
  root.addEventListener(
    'click',
    (event) => {
      if (isTapSpent) event.stopPropagation();
      isTapSpent = false;
    },
    true,
  );
}
