import { createContext } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';

/** A checkbox or radio as its group sees it. */
export interface GroupMember {
  value(): unknown;
  isChosen(): boolean;
  choose(chosen: boolean): void;
}

/** What a `checkbox-group` or `radio-group` offers the controls inside it. */
export interface Group {
  /** Returns the function that takes the member out again. */
  join(member: GroupMember): () => void;
  /** A person turned this member on or off. */
  changed(member: GroupMember, chosen: boolean, cause: Event): void;
}

export const GroupContext = createContext<Group | null>(null);

/** Makes a control a member of the group around it, if there is one; returns what to call when a person turns it. */
export function useGroup(member: GroupMember): (chosen: boolean, cause: Event) => void {
  const group = useContext(GroupContext);
  const latest = useRef(member);
  latest.current = member;
  const stable = useRef<GroupMember>({
    value: () => latest.current.value(),
    isChosen: () => latest.current.isChosen(),
    choose: (chosen) => latest.current.choose(chosen),
  });
  useEffect(() => group?.join(stable.current), [group]);
  return (chosen, cause) => group?.changed(stable.current, chosen, cause);
}
