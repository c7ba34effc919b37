import { type AxmlElement, attributeOf, isBlank } from './axml-tree';
import { builtinParts, camelCase, componentParts, directives, objectOf } from './element-parts';
import { emitSlots } from './emit-slots';
import { type Emitter, placeOf } from './emitter';
import { loneIdentifier, type Scope } from './expression';
import { slotName } from './slot-name';

/** `disabled="false"` is a text, and a text is true: hardly what its author means (reference mini-program 2.1). */
function warnOfFalseText(element: AxmlElement, { report }: Emitter): void {
  for (const { name, value, offset } of element.attributes) {
    if (value !== 'false' || /^(data-|aria-|value$|class$|id$)/.test(name)) continue;
    report.warning(element.source, offset, `${name}="false" is a text and therefore true; write ${name}="{{false}}"`);
  }
}

/** Writes one element: a built-in, a component, a slot, a use of a template, or the children of a block. */
export function emitElement(emitter: Emitter) {
  const slots = emitSlots(emitter);

  /** JavaScript of an attribute, or null when the element has none of that name. */
  const codeOf = (element: AxmlElement, name: string, scope: Scope): string | null => {
    const attribute = attributeOf(element, name);
    return attribute ? emitter.value.attribute(element, attribute, scope) : null;
  };
  const reader =
    (element: AxmlElement, scope: Scope) =>
    (name: string): string =>
      codeOf(element, name, scope) ?? 'undefined';

  const builtin = (element: AxmlElement, scope: Scope): string => {
    warnOfFalseText(element, emitter);
    const parts = builtinParts(element, reader(element, scope));
    const children = emitter.children(element.children, scope);
    return `r.builtin(c, ${JSON.stringify(element.tag)}, ${placeOf(element)}, ${parts}, ${children})`;
  };

  const component = (element: AxmlElement, id: string, scope: Scope): string => {
    const { props, events } = componentParts(element, reader(element, scope));
    const ref = codeOf(element, 'ref', scope) ?? 'null';
    const content = slots(element.children, scope);
    return `r.component(c, ${JSON.stringify(id)}, ${placeOf(element)}, ${props}, ${events}, ${ref}, ${content})`;
  };

  const slot = (element: AxmlElement, scope: Scope): string => {
    const read = reader(element, scope);
    const passed = element.attributes
      .filter(({ name }) => name !== 'name' && !directives.has(name))
      .map(({ name }) => [camelCase(name), read(name)] as const);
    const hasFallback = element.children.some((child) => !isBlank(child));
    const fallback = hasFallback ? `() => ${emitter.children(element.children, scope)}` : 'null';
    return `r.slot(c, ${slotName(element, scope, emitter)}, ${objectOf(passed)}, ${fallback})`;
  };

  /** A lone name in `data` is both itself and what it holds: `{{item}}` gives the template `item` and its fields. */
  const templateData = (element: AxmlElement, scope: Scope): string => {
    const data = attributeOf(element, 'data');
    if (!data) return '{}';
    const code = emitter.value.attribute(element, data, scope);
    const name = loneIdentifier(emitter.value.loneExpression(element, data) ?? '');
    return name ? `{...r.fields(${code}), ${JSON.stringify(name)}: ${code}}` : code;
  };

  const template = (element: AxmlElement, scope: Scope): string => {
    const is = codeOf(element, 'is', scope);
    if (is === null) {
      emitter.report.error(element.source, element.offset, '<template> needs the attribute "is" or "name"');
      return 'null';
    }
    return `r.template(c, ${emitter.templates}, ${is}, ${templateData(element, scope)}, ${placeOf(element)})`;
  };

  const unkeyed = (element: AxmlElement, scope: Scope): string => {
    const id = emitter.componentOf(element.tag);
    if (id !== undefined) return component(element, id, scope);
    if (element.tag === 'block') return `r.group(${emitter.children(element.children, scope)})`;
    if (element.tag === 'slot') return slot(element, scope);
    if (element.tag === 'template') return template(element, scope);
    return builtin(element, scope);
  };

  return (element: AxmlElement, scope: Scope): string => {
    const key = attributeOf(element, 'a:for') ? null : codeOf(element, 'key', scope);
    return key === null ? unkeyed(element, scope) : `r.keyed(${key}, ${unkeyed(element, scope)})`;
  };
}
