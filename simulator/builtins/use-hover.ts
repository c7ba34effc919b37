import { useEffect, useRef, useState } from 'preact/hooks';

interface HoverOptions {
  /** The class worn while pressed; `none` or empty for no effect. */
  hoverClass: string;
  startMs: number;
  stayMs: number;
  isDisabled?: boolean;
}

/** The pressed look (`hover-class`, reference 2.5): appears a moment after the finger comes, stays a moment after. */
export function useHover({ hoverClass, startMs, stayMs, isDisabled }: HoverOptions): Record<string, unknown> {
  const [isHovered, setHovered] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (!hoverClass || hoverClass === 'none' || isDisabled) return {};
  const turn = (hovered: boolean, delayMs: number) => () => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setHovered(hovered), delayMs);
  };
  const leave = turn(false, stayMs);
  return {
    class: isHovered ? hoverClass : '',
    onPointerDown: turn(true, startMs),
    onPointerUp: leave,
    onPointerCancel: leave,
    onPointerLeave: leave,
  };
}
