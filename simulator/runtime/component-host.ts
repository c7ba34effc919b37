import { type ComponentChild, h } from 'preact';
import type { Data } from './data-store';
import { styleText } from './host-props';
import type { Owner } from './instance';
import { scopeOf } from './style-scope';

/** Whether a component asks for an element of its own, `virtualHost: false` in its json or options (reference 3). */
export function hasHost({ unit, definition }: Owner): boolean {
  return unit.json.virtualHost === false || definition.options.virtualHost === false;
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/** The element around a component; it wears the id, class and style its caller gave, and is what `:host` means inside. */
export function componentHost(owner: Owner, given: Data, drawn: ComponentChild): ComponentChild {
  const { unit, parent } = owner;
  const props = {
    id: text(given.id),
    class: text(given.class),
    style: styleText(given.style),
    'data-host': unit.id,
    'data-scope': parent ? scopeOf(parent.unit) : undefined,
  };
  return h('a-component', props, drawn);
}
