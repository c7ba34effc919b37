import type { Owner } from './instance';

/** What refs and selectors hand out for a component: the result of its `ref()`, else the instance. */
export function publicInstance(owner: Owner): unknown {
  return owner.definition.ref ? owner.definition.ref.call(owner.self) : owner.self;
}

function matches(owner: Owner, selector: string): boolean {
  const name = selector.slice(1);
  return selector.startsWith('#') ? owner.given.id === name : owner.given.classes.includes(name);
}

/** `$selectComponent` and `$selectComponents`: components in this instance's own AXML, by `#id` or `.class`. */
export function selectorMembers(owner: Owner): Record<string, unknown> {
  const all = (selector: string): unknown[] =>
    [...owner.children].filter((child) => matches(child, selector.trim())).map(publicInstance);
  const first = (selector: string): unknown => all(selector)[0] ?? null;
  return {
    $selectComponent: first,
    $selectComponents: all,
    selectComponent: first,
    selectAllComponents: all,
    selectOwnerComponent: () => (owner.parent ? owner.parent.self : null),
    selectComposedParentComponent: () => (owner.parent ? (owner.composedParent ?? owner.page).self : null),
  };
}
