import type { BuiltinProps } from '../faces';
import { number } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('canvas');

/** Documented size in px where the page gives none. */
const DEFAULT_WIDTH = 300;
const DEFAULT_HEIGHT = 225;

/** `canvas`: `width` and `height` are those of the picture; styles say how large it is shown. Drawn by `my.createCanvasContext`. */
export function Canvas({ attrs, host, children }: BuiltinProps) {
  return (
    <Host {...joinHost(host, {})}>
      <canvas width={number(attrs, 'width', DEFAULT_WIDTH)} height={number(attrs, 'height', DEFAULT_HEIGHT)} />
      {children}
    </Host>
  );
}
