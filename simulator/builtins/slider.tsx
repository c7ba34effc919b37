import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { useFormControl } from './form-context';
import { hostElement, joinHost } from './host-element';
import { useOwnValue } from './use-own-value';

const Host = hostElement('slider');

/** `slider`: changing while it moves, change when it is let go, both `{value}` (reference 2.5). */
export function Slider({ attrs, host, emit }: BuiltinProps) {
  const given = number(attrs, 'value', 0);
  const [value, setValue] = useOwnValue(given);
  useFormControl({ name: text(attrs, 'name'), value: () => value, reset: () => setValue(given) });
  const readValue = (event: Event) => Number((event.currentTarget as HTMLInputElement).value);
  const onInput = (event: Event) => {
    setValue(readValue(event));
    emit('changing', { value: readValue(event) }, event);
  };
  const label = host['aria-label'];
  const colors = {
    '--a-chosen': text(attrs, 'activeColor', '#108ee9'),
    '--a-rest': text(attrs, 'backgroundColor', '#ddd'),
    '--a-thumb': text(attrs, 'handleColor', '#fff'),
  };
  return (
    <Host {...joinHost(host, {})} aria-label={undefined}>
      <input
        type="range"
        min={number(attrs, 'min', 0)}
        max={number(attrs, 'max', 100)}
        step={number(attrs, 'step', 1)}
        value={value}
        disabled={flag(attrs, 'disabled')}
        aria-label={typeof label === 'string' ? label : undefined}
        style={colors}
        onInput={onInput}
        onChange={(event) => emit('change', { value: readValue(event) }, event)}
      />
      {flag(attrs, 'showValue') ? <span class="a-slider-value">{value}</span> : null}
    </Host>
  );
}
