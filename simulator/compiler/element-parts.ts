import type { AxmlElement } from './axml-tree';

/** Attributes the compiler itself reads. */
export const directives: ReadonlySet<string> = new Set([
  ...['a:if', 'a:elif', 'a:else', 'a:for', 'a:for-item', 'a:for-index', 'a:key'],
  ...['key', 'slot', 'slot-scope', 'ref'],
]);

const eventName = /^(capture-)?(on|catch)([A-Z]\w*)$/;

/** A name and the JavaScript of its value. */
type Pair = readonly [name: string, code: string];

/** `foo-bar` → `fooBar`; capitals stay. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `data-foo-bar` → `fooBar`, as `dataset` names it. */
function datasetName(name: string): string {
  return camelCase(name.slice('data-'.length).toLowerCase());
}

const isAria = (name: string): boolean => name === 'role' || name.startsWith('aria-');

/** JavaScript of an object; a name that comes twice has its last value. */
export function objectOf(pairs: readonly Pair[]): string {
  return `{${pairs.map(([name, code]) => `${JSON.stringify(name)}: ${code}`).join(', ')}}`;
}

/** Attributes that are not directives, with their code. */
function given(element: AxmlElement, codeOf: (name: string) => string): Pair[] {
  return element.attributes.filter(({ name }) => !directives.has(name)).map(({ name }) => [name, codeOf(name)]);
}

/** Where an attribute of a built-in goes; the empty group is the element itself. */
function groupOf(name: string): readonly [group: string, name: string] {
  if (eventName.test(name)) return ['events', name];
  if (name.startsWith('data-')) return ['data', datasetName(name)];
  if (name.startsWith('change:')) return ['change', camelCase(name.slice('change:'.length))];
  if (name.startsWith('mark:')) return ['mark', name.slice('mark:'.length)];
  if (isAria(name)) return ['aria', name];
  return ['class', 'style', 'id', 'hidden'].includes(name) ? ['', name] : ['attrs', camelCase(name)];
}

/** JavaScript of a built-in's attributes, sorted as `ElementParts` of `runtime/host-props.ts` wants them. */
export function builtinParts(element: AxmlElement, codeOf: (name: string) => string): string {
  const groups = new Map<string, Pair[]>();
  for (const [attribute, code] of given(element, codeOf)) {
    const [group, name] = groupOf(attribute);
    groups.set(group, [...(groups.get(group) ?? []), [name, code]]);
  }
  const own = groups.get('') ?? [];
  groups.delete('');
  return objectOf([...own, ...[...groups].map(([group, pairs]) => [group, objectOf(pairs)] as const)]);
}

/** JavaScript of a component's props and event props. `data-*` and aria names stay as they are written. */
export function componentParts(
  element: AxmlElement,
  codeOf: (name: string) => string,
): { props: string; events: string } {
  const props: Pair[] = [];
  const events: Pair[] = [];
  for (const [name, code] of given(element, codeOf)) {
    const event = eventName.exec(name);
    if (event) events.push([`${event[2]}${event[3]}`, code]);
    else props.push([name.startsWith('data-') || isAria(name) ? name : camelCase(name), code]);
  }
  return { props: objectOf(props), events: objectOf(events) };
}
