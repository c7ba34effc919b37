import { useRef } from 'preact/hooks';
import type { Builtin, BuiltinProps } from '../faces';
import { text } from './attributes';
import { useFormControl } from './form-context';
import { type Group, GroupContext, type GroupMember } from './group-context';
import { hostElement, joinHost } from './host-element';

interface GroupKind {
  tag: string;
  role: string;
  /** What `change` carries and the form gets, from the values of the members that are on. */
  value(chosen: unknown[]): unknown;
  isExclusive: boolean;
}

function choiceGroup({ tag, role, value, isExclusive }: GroupKind): Builtin {
  const Host = hostElement(tag);
  return function ChoiceGroup({ attrs, host, emit, children }: BuiltinProps) {
    const members = useRef(new Set<GroupMember>());
    const latestEmit = useRef(emit);
    latestEmit.current = emit;
    const chosenValues = (turned?: GroupMember, on?: boolean) =>
      [...members.current]
        .filter((member) => (member === turned ? on : member.isChosen() && !(isExclusive && turned)))
        .map((member) => member.value());
    const group = useRef<Group>({
      join(member) {
        members.current.add(member);
        return () => members.current.delete(member);
      },
      changed(turned, on, cause) {
        if (isExclusive) for (const other of members.current) if (other !== turned) other.choose(false);
        latestEmit.current('change', { value: value(chosenValues(turned, on)) }, cause);
      },
    });
    useFormControl({
      name: text(attrs, 'name'),
      value: () => value(chosenValues()),
      reset: () => {
        for (const member of members.current) member.choose(false);
      },
    });
    return (
      <GroupContext.Provider value={group.current}>
        <Host {...joinHost(host, { role })}>{children}</Host>
      </GroupContext.Provider>
    );
  };
}

/** `checkbox-group`: change `{value: [values that are on]}` (reference 2.5). */
export const CheckboxGroup = choiceGroup({
  tag: 'checkbox-group',
  role: 'group',
  value: (chosen) => chosen,
  isExclusive: false,
});

/** `radio-group`: change `{value}` of the one that is on (reference 2.5). */
export const RadioGroup = choiceGroup({
  tag: 'radio-group',
  role: 'radiogroup',
  value: (chosen) => chosen[0],
  isExclusive: true,
});
