import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { flag } from './attributes';
import { hostElement, joinHost } from './host-element';
import { Placeholder } from './placeholder';
import { useTextControl } from './use-text-control';

const Host = hostElement('textarea');

/** `textarea`: several lines; grows with `auto-height`, counts characters unless `show-count` is false. */
export function Textarea({ attrs, host, emit }: BuiltinProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const control = useTextControl(field, attrs, emit);
  const growsItself = flag(attrs, 'autoHeight');
  // What was typed decides the height.
  useLayoutEffect(() => {
    if (!growsItself || !field.current) return;
    field.current.style.height = 'auto';
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [growsItself, control.typed]);
  const onBlur = (event: Event) => {
    control.fieldProps.onBlur(event);
    emit('confirm', { value: field.current?.value ?? '' }, event);
  };
  const isCounted = flag(attrs, 'showCount', true) && control.maxLength >= 0;
  const label = host['aria-label'];
  return (
    <Host {...joinHost(host, {})} aria-label={undefined}>
      <textarea
        {...control.fieldProps}
        ref={field}
        rows={growsItself ? 1 : undefined}
        aria-label={typeof label === 'string' ? label : undefined}
        onBlur={onBlur}
      />
      <Placeholder attrs={attrs} isShown={control.isEmpty} />
      {isCounted ? (
        <span class="a-count" aria-hidden="true">
          {control.typed.length}/{control.maxLength}
        </span>
      ) : null}
    </Host>
  );
}
