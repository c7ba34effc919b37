import { type AxmlAttribute, type AxmlElement, attributeOf, isBlank } from './axml-tree';
import { emitSlots } from './emit-slots';
import { type Emitter, placeOf } from './emitter';
import { loneIdentifier, type Scope } from './expression';

/** Attributes the compiler itself reads. */
const directives = new Set([
  ...['a:if', 'a:elif', 'a:else', 'a:for', 'a:for-item', 'a:for-index', 'a:for-items', 'a:key'],
  ...['key', 'slot', 'slot-scope', 'ref'],
]);

const eventName = /^(capture-)?(on|catch)([A-Z]\w*)$/;

export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `data-foo-bar` → `fooBar`, as `dataset` names it. */
function datasetName(name: string): string {
  return camelCase(name.slice('data-'.length).toLowerCase());
}

const isAria = (name: string): boolean => name === 'role' || name.startsWith('aria-');

const objectOf = (pairs: readonly (readonly [string, string])[]): string =>
  `{${pairs.map(([name, code]) => `${JSON.stringify(name)}: ${code}`).join(', ')}}`;

/** Writes one element: a built-in, a component, a slot, a use of a template, or the children of a block. */
export function emitElement(emitter: Emitter) {
  const slots = emitSlots(emitter);
  const value = (element: AxmlElement, attribute: AxmlAttribute, scope: Scope): string =>
    emitter.value.attribute(element, attribute, scope);

  const keyed = (element: AxmlElement, scope: Scope, code: string): string => {
    const key = attributeOf(element, 'key');
    return key && !attributeOf(element, 'a:for') ? `r.keyed(${value(element, key, scope)}, ${code})` : code;
  };

  const builtin = (element: AxmlElement, scope: Scope): string => {
    const groups = { own: [] as [string, string][], data: [] as [string, string][], mark: [] as [string, string][] };
    const more = { attrs: [] as [string, string][], aria: [] as [string, string][], events: [] as [string, string][] };
    for (const attribute of element.attributes) {
      const { name } = attribute;
      if (directives.has(name)) continue;
      const code = value(element, attribute, scope);
      if (eventName.test(name)) more.events.push([name, code]);
      else if (name.startsWith('data-')) groups.data.push([datasetName(name), code]);
      else if (name.startsWith('mark:')) groups.mark.push([name.slice('mark:'.length), code]);
      else if (isAria(name)) more.aria.push([name, code]);
      else if (['class', 'style', 'id', 'hidden'].includes(name)) groups.own.push([name, code]);
      else more.attrs.push([camelCase(name), code]);
    }
    const parts = [...groups.own];
    for (const [name, pairs] of Object.entries({ data: groups.data, mark: groups.mark, ...more })) {
      if (pairs.length > 0) parts.push([name, objectOf(pairs)]);
    }
    const children = emitter.children(element.children, scope);
    return `r.builtin(c, ${JSON.stringify(element.tag)}, ${placeOf(element)}, ${objectOf(parts)}, ${children})`;
  };

  const component = (element: AxmlElement, id: string, scope: Scope): string => {
    const props: [string, string][] = [];
    const events: [string, string][] = [];
    for (const attribute of element.attributes) {
      const { name } = attribute;
      if (directives.has(name)) continue;
      const code = value(element, attribute, scope);
      const event = eventName.exec(name);
      if (event) events.push([`${event[2]}${event[3]}`, code]);
      else props.push([name.startsWith('data-') || isAria(name) ? name : camelCase(name), code]);
    }
    const ref = attributeOf(element, 'ref');
    const head = `c, ${JSON.stringify(id)}, ${placeOf(element)}, ${objectOf(props)}, ${objectOf(events)}`;
    const content = slots(element.children, scope);
    return `r.component(${head}, ${ref ? value(element, ref, scope) : 'null'}, ${content})`;
  };

  const slot = (element: AxmlElement, scope: Scope): string => {
    const name = attributeOf(element, 'name');
    const passed = element.attributes
      .filter((attribute) => attribute.name !== 'name' && !directives.has(attribute.name))
      .map((attribute) => [camelCase(attribute.name), value(element, attribute, scope)] as const);
    const hasFallback = element.children.some((child) => !isBlank(child));
    const fallback = hasFallback ? `() => ${emitter.children(element.children, scope)}` : 'null';
    return `r.slot(c, ${name ? value(element, name, scope) : '""'}, ${objectOf(passed)}, ${fallback})`;
  };

  /** A lone name in `data` is both itself and what it holds: `{{item}}` gives the template `item` and its fields. */
  const templateData = (element: AxmlElement, scope: Scope): string => {
    const data = attributeOf(element, 'data');
    if (!data) return '{}';
    const code = value(element, data, scope);
    const name = loneIdentifier(emitter.value.loneExpression(element, data) ?? '');
    return name ? `{...r.fields(${code}), ${JSON.stringify(name)}: ${code}}` : code;
  };

  const template = (element: AxmlElement, scope: Scope): string => {
    const is = attributeOf(element, 'is');
    if (!is) {
      emitter.report.error(element.source, element.offset, '<template> needs the attribute "is" or "name"');
      return 'null';
    }
    const head = `c, ${emitter.templates}, ${value(element, is, scope)}`;
    return `r.template(${head}, ${templateData(element, scope)}, ${placeOf(element)})`;
  };

  return (element: AxmlElement, scope: Scope): string => {
    const id = emitter.componentOf(element.tag);
    if (id !== undefined) return keyed(element, scope, component(element, id, scope));
    if (element.tag === 'block') return keyed(element, scope, `r.group(${emitter.children(element.children, scope)})`);
    if (element.tag === 'slot') return slot(element, scope);
    if (element.tag === 'template') return template(element, scope);
    return keyed(element, scope, builtin(element, scope));
  };
}
