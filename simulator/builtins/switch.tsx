import type { BuiltinProps } from '../faces';
import { flag, text } from './attributes';
import { useFormControl } from './form-context';
import { hostElement, joinHost } from './host-element';
import { pressable } from './pressable';
import { useOwnValue } from './use-own-value';

const Host = hostElement('switch');

/** `switch`: change `{value: bool}`; with `controlled` it moves only when the page changes `checked`. */
export function Switch({ attrs, host, emit }: BuiltinProps) {
  const given = flag(attrs, 'checked');
  const [own, setOwn] = useOwnValue(given);
  const isControlled = flag(attrs, 'controlled');
  const isOn = isControlled ? given : own;
  const isDisabled = flag(attrs, 'disabled');
  useFormControl({ name: text(attrs, 'name'), value: () => isOn, reset: () => setOwn(given) });
  const onClick = (event: Event) => {
    if (!isControlled) setOwn(!isOn);
    emit('change', { value: !isOn }, event);
  };
  const color = text(attrs, 'color');
  const props = {
    role: 'switch',
    'aria-checked': String(isOn),
    'data-disabled': isDisabled ? '' : undefined,
    ...pressable(isDisabled),
    onClick,
  };
  return (
    <Host {...joinHost(host, props)}>
      <span class="a-track" style={color ? { '--a-chosen': color } : undefined}>
        <span class="a-thumb" />
      </span>
    </Host>
  );
}
