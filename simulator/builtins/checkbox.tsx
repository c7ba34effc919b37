import type { BuiltinProps } from '../faces';
import { flag, text } from './attributes';
import { useGroup } from './group-context';
import { hostElement, joinHost } from './host-element';
import { pressable } from './pressable';
import { useOwnValue } from './use-own-value';

const Host = hostElement('checkbox');

/** `checkbox`: alone it raises change `{value: bool}`; its group raises change with all chosen values. */
export function Checkbox({ attrs, host, emit, children }: BuiltinProps) {
  const [isChosen, choose] = useOwnValue(flag(attrs, 'checked'));
  const isDisabled = flag(attrs, 'disabled');
  const tellGroup = useGroup({ value: () => attrs.value, isChosen: () => isChosen, choose });
  const onClick = (event: Event) => {
    choose(!isChosen);
    emit('change', { value: !isChosen }, event);
    tellGroup(!isChosen, event);
  };
  const own = {
    role: 'checkbox',
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
