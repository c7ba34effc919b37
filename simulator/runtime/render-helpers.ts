import { type ComponentChild, type ComponentChildren, Fragment, h, type VNode } from 'preact';
import { builtins } from '../builtins/registry';
import type { Builtin } from '../faces';
import { ComponentView } from './component-view';
import { handlerOf } from './handlers';
import { type ElementParts, hostProps } from './host-props';
import type { RenderContext, SlotEntry, Unit } from './instance';
import { currentRouter } from './instance-router';
import { raise } from './mini-event';
import type { NodeInfo } from './node-info';
import { PropWatch } from './prop-watch';
import { sayOnce } from './say-once';

type Data = Record<string, unknown>;
type Templates = Record<string, (scope: Data, context: RenderContext) => ComponentChild[]>;

/** What is shown of a value inside text: nothing for null and undefined. */
function string(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toJSON();
  return typeof value === 'object' && !Array.isArray(value) ? '[object Object]' : String(value);
}

function text(content: string): string | null {
  return content === '' ? null : content;
}

function keyed(key: unknown, child: ComponentChildren): VNode {
  return h(Fragment, { key: String(key) }, child);
}

type Draw<T> = (item: unknown, index: number | string) => [key: unknown, body: T];

/** Items of what a:for loops over, with their indexes: an array, a number (1…n), or an object's members. */
function itemsOf(list: unknown): [item: unknown, index: number | string][] {
  if (Array.isArray(list)) return list.map((item, index) => [item, index]);
  if (typeof list === 'number') return Array.from({ length: Math.max(0, list) }, (_, index) => [index + 1, index]);
  if (typeof list === 'object' && list !== null) return Object.entries(list).map(([key, item]) => [item, key]);
  return [];
}

/** Draws every item. Of items with one key, the later ones are told apart by their index. */
function loop<T>(list: unknown, draw: Draw<T>): { key: string; body: T }[] {
  const used = new Set<string>();
  return itemsOf(list).map(([item, index]) => {
    const [given, body] = draw(item, index);
    const key = used.has(String(given)) ? `${String(given)}#${index}` : String(given);
    used.add(key);
    return { key, body };
  });
}

function each(list: unknown, draw: Draw<ComponentChildren>): VNode[] {
  return loop(list, draw).map(({ key, body }) => keyed(key, body));
}

/** A loop among the content of a component's slots. */
function eachEntry(list: unknown, draw: Draw<SlotEntry[]>): SlotEntry[] {
  return loop(list, draw).flatMap(({ key, body }) =>
    body.map(([slot, place, content]): SlotEntry => [slot, `${place}:${key}`, content]),
  );
}

/** A tag no built-in is known for: a plain element, so that what is inside is still seen. */
const plainElements = new Map<string, Builtin>();

function builtinFor(tag: string, place: string): Builtin {
  const known = builtins[tag];
  if (known) return known;
  sayOnce(place, `<${tag}> is neither a built-in the simulator knows nor in usingComponents`);
  const plain: Builtin =
    plainElements.get(tag) ?? (({ host, children }) => h(Fragment, null, h(`a-${tag}`, host, children)));
  plainElements.set(tag, plain);
  return plain;
}

/** One built-in element. `place` is the file, line and column of its tag. */
function builtin(
  { owner }: RenderContext,
  tag: string,
  place: string,
  parts: ElementParts,
  children: ComponentChild[],
): ComponentChild {
  const { attrs = {}, data = {}, mark = {}, events = {}, change, id } = parts;
  const info: NodeInfo = { tag, id: string(id), dataset: data, mark, events, owner, place };
  const given = Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== undefined));
  const drawn = h(
    builtinFor(tag, place) as never,
    {
      attrs: given,
      host: hostProps(parts, info),
      emit: (name: string, detail: unknown, cause?: Event) => raise(info, { type: name, detail, cause }),
      router: currentRouter(),
    } as never,
    children.length > 0 ? children : undefined,
  );
  return change ? h(PropWatch, { change, attrs: given, info }, drawn) : drawn;
}

/** Calls of slots, templates and groups, which all give several nodes for one place. */
function group(children: ComponentChild[]): VNode {
  return h(Fragment, null, children);
}

/** Null for a name that is empty, which no content is for. */
function slotName(name: unknown): string | null {
  return string(name) || null;
}

function entriesFor({ slots }: RenderContext, name: string | null): SlotEntry[] {
  return slots.filter(([given]) => string(given) === name);
}

function isGiven(context: RenderContext, name: string | null): boolean {
  return entriesFor(context, name).length > 0;
}

type Fallback = (() => ComponentChild[]) | null;

function slot(context: RenderContext, name: string | null, scope: Data, fallback: Fallback): VNode {
  const entries = entriesFor(context, name);
  if (entries.length === 0) return h(Fragment, null, fallback?.());
  return h(
    Fragment,
    null,
    entries.map(([, key, draw]) => h(Fragment, { key }, draw(scope))),
  );
}

function template(
  context: RenderContext,
  templates: Templates,
  name: unknown,
  data: unknown,
  place: string,
): VNode | null {
  const draw = templates[string(name)];
  if (!draw) {
    sayOnce(place, `there is no template "${string(name)}"`);
    return null;
  }
  return keyed(name, draw(Object.assign(Object.create(null), fields(data)), context));
}

/** An object's fields, or none for anything else. */
function fields(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : {};
}

/** The functions generated code calls as `r`. */
export function renderHelpers(findUnit: (id: string) => Unit | undefined) {
  const component = (
    { owner }: RenderContext,
    id: string,
    place: string,
    props: Data,
    events: Data,
    refName: unknown,
    slots: readonly SlotEntry[],
  ): ComponentChild => {
    const unit = findUnit(id);
    if (!unit) {
      sayOnce(place, `the component ${id} could not be loaded`);
      return null;
    }
    const given: Data = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
    for (const [name, value] of Object.entries(events)) {
      const handler = handlerOf(owner, value, place);
      if (handler) given[name] = handler;
    }
    return h(ComponentView, { unit, parent: owner, given, slots, refName });
  };
  return { string, text, keyed, each, eachEntry, builtin, component, group, slot, slotName, isGiven, template, fields };
}
