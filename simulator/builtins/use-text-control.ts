import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { useFormControl } from './form-context';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Documented default of `maxlength`; -1 means no limit. */
const DEFAULT_MAX_LENGTH = 140;

/**
 * What `input` and `textarea` share. The attribute `value` is put into the field when it changes; typing is the
 * person's own until then. With `controlled` the field always goes back to the attribute after the page had its turn.
 */
export function useTextControl(
  field: { current: Field | null },
  attrs: BuiltinProps['attrs'],
  emit: BuiltinProps['emit'],
) {
  const value = text(attrs, 'value');
  const [typed, setTyped] = useState(value);
  const latest = useRef({ value, isControlled: false, isComposing: false });
  latest.current.value = value;
  latest.current.isControlled = flag(attrs, 'controlled');

  const show = (shown: string) => {
    if (field.current && field.current.value !== shown) putKeepingCursor(field.current, shown);
    setTyped(shown);
  };
  // Only a new attribute replaces what was typed.
  useLayoutEffect(() => show(value), [value]);
  useFocusAttribute(field, attrs);
  useFormControl({ name: text(attrs, 'name'), value: () => field.current?.value ?? '', reset: () => show(value) });

  const announce = (event: Event) => {
    const current = event.currentTarget as Field;
    setTyped(current.value);
    if (latest.current.isComposing) return;
    emit('input', { value: current.value, cursor: current.selectionStart ?? current.value.length }, event);
    if (latest.current.isControlled) setTimeout(() => latest.current.isControlled && show(latest.current.value), 0);
  };
  const announceFocus = (name: string) => (event: Event) =>
    emit(name, { value: (event.currentTarget as Field).value }, event);
  const maxLength = number(attrs, 'maxlength', DEFAULT_MAX_LENGTH);
  return {
    isEmpty: typed === '',
    typed,
    maxLength,
    fieldProps: {
      disabled: flag(attrs, 'disabled'),
      placeholder: text(attrs, 'placeholder'),
      maxLength: maxLength < 0 ? undefined : maxLength,
      autoComplete: 'off',
      onInput: announce,
      onFocus: announceFocus('focus'),
      onBlur: announceFocus('blur'),
      onCompositionStart: () => {
        latest.current.isComposing = true;
      },
      onCompositionEnd: (event: Event) => {
        latest.current.isComposing = false;
        announce(event);
      },
    },
  };
}

function putKeepingCursor(field: Field, value: string): void {
  const cursor = field.selectionStart;
  const wasAtEnd = cursor === null || cursor === field.value.length;
  field.value = value;
  if (document.activeElement === field && !wasAtEnd) field.setSelectionRange(cursor, cursor);
}

/** `focus` turns focus on and off; `cursor` or `selection-start`/`-end` say where it lands. */
function useFocusAttribute(field: { current: Field | null }, attrs: BuiltinProps['attrs']): void {
  const hasFocus = flag(attrs, 'focus');
  const wasGiven = useRef(false);
  // The selection matters at the moment of focus only.
  useEffect(() => {
    if (!field.current) return;
    if (!hasFocus) {
      if (wasGiven.current) field.current.blur();
      return;
    }
    wasGiven.current = true;
    field.current.focus();
    const start = number(attrs, 'selectionStart', number(attrs, 'cursor', -1));
    const end = number(attrs, 'selectionEnd', start);
    if (start >= 0) field.current.setSelectionRange(start, end);
  }, [hasFocus]);
}
