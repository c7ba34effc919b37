import { useRef } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { flag, text } from './attributes';
import { hostElement, joinHost } from './host-element';
import { Placeholder } from './placeholder';
import { useTextControl } from './use-text-control';

const Host = hostElement('input');

/** Which keyboard a phone shows for each `type` (reference 2.5). */
const keyboards: Record<string, 'numeric' | 'decimal' | 'text'> = {
  number: 'numeric',
  digit: 'decimal',
  idcard: 'text',
  numberpad: 'numeric',
  digitpad: 'decimal',
  idcardpad: 'text',
};

const enterKeys = new Set(['done', 'go', 'next', 'search', 'send']);

/** `input`: one line of text around a native field; events and `controlled` per reference 2.5. */
export function Input({ attrs, host, emit }: BuiltinProps) {
  const field = useRef<HTMLInputElement>(null);
  const control = useTextControl(field, attrs, emit);
  const confirmType = text(attrs, 'confirmType', 'done');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    emit('confirm', { value: field.current?.value ?? '' }, event);
    if (!flag(attrs, 'confirmHold')) field.current?.blur();
  };
  return (
    <Host {...joinHost(host, {})} aria-label={undefined}>
      <input
        {...control.fieldProps}
        ref={field}
        type={flag(attrs, 'password') ? 'password' : 'text'}
        aria-label={labelOf(host)}
        inputMode={keyboards[text(attrs, 'type')] ?? 'text'}
        enterKeyHint={enterKeys.has(confirmType) ? (confirmType as 'done') : 'done'}
        onKeyDown={onKeyDown}
      />
      <Placeholder attrs={attrs} isShown={control.isEmpty} />
    </Host>
  );
}

function labelOf(host: Record<string, unknown>): string | undefined {
  return typeof host['aria-label'] === 'string' ? host['aria-label'] : undefined;
}
