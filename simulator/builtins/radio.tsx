import type { BuiltinProps } from '../faces';
import { flag, text } from './attributes';
import { useGroup } from './group-context';
import { hostElement, joinHost } from './host-element';
import { pressable } from './pressable';
import { useOwnValue } from './use-own-value';

const Host = hostElement('radio');

/** `radio`: pressing turns it on, never off; alone it raises change `{value: bool}`, its group change with the value. */
export function Radio({ attrs, host, emit, children }: BuiltinProps) {
  const [isChosen, choose] = useOwnValue(flag(attrs, 'checked'));
  const isDisabled = flag(attrs, 'disabled');
  const tellGroup = useGroup({ value: () => attrs.value, isChosen: () => isChosen, choose });
  const onClick = (event: Event) => {
    if (isChosen) return;
    choose(true);
    emit('change', { value: true }, event);
    tellGroup(true, event);
  };
  const own = {
    role: 'radio',
    'aria-checked': String(isChosen),
    'data-disabled': isDisabled ? '' : undefined,
    ...pressable(isDisabled),
    onClick,
  };
  const color = text(attrs, 'color');
  return (
    <Host {...joinHost(host, own)}>
      <span class="a-box" style={color ? { '--a-chosen': color } : undefined} />
      {children}
    </Host>
  );
}
