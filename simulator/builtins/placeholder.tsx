import type { BuiltinProps } from '../faces';
import { text } from './attributes';

/**
 * The hint in an empty field. An element of its own and not the browser's, because `placeholder-class` and
 * `placeholder-style` are ordinary styles; the native attribute stays for assistive technology, drawn transparent.
 */
export function Placeholder({ attrs, isShown }: { attrs: BuiltinProps['attrs']; isShown: boolean }) {
  const hint = text(attrs, 'placeholder');
  if (!hint || !isShown) return null;
  return (
    <span
      aria-hidden="true"
      class={`a-placeholder ${text(attrs, 'placeholderClass')}`}
      style={text(attrs, 'placeholderStyle')}
    >
      {hint}
    </span>
  );
}
