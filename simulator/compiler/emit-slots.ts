import { type AxmlElement, type AxmlNode, type AxmlText, attributeOf, isBlank } from './axml-tree';
import { emitFlow } from './emit-flow';
import { type Emitter, extendScope } from './emitter';
import type { Scope } from './expression';
import { slotName } from './slot-name';

/** A loop or a condition on a slot's content is kept; the block itself makes no node and can carry no slot. */
function warnOfMisplacedSlot(node: AxmlElement, emitter: Emitter): void {
  const attribute = attributeOf(node, 'slot');
  if (attribute && (node.tag === 'block' || node.tag === 'template')) {
    emitter.report.warning(
      node.source,
      attribute.offset,
      `slot on <${node.tag}> is refused by the real compiler; put it on an element such as <view>`,
    );
  }
}

/** A slot handed on to a component inside gives it something only when something was given from outside. */
function isHandedOn(node: AxmlElement): boolean {
  return node.tag === 'slot' && node.children.every(isBlank);
}

/**
 * Writes what a component's tag holds: a JavaScript array of `[slot name, key, (scope) => vnode]`. Content stays lazy
 * because the component decides whether, how often and with which scope a slot shows it.
 */
export function emitSlots(emitter: Emitter) {
  const joined = (members: readonly string[]): string => `[${members.map((code) => `...${code}`).join(', ')}]`;

  /** JavaScript array of the entries one node gives. */
  const entries = (node: AxmlText | AxmlElement, scope: Scope, path: string): string => {
    const key = JSON.stringify(path);
    if (node.kind === 'text') return `[["", ${key}, () => ${emitter.children([node], scope)}]]`;
    warnOfMisplacedSlot(node, emitter);
    const slot = attributeOf(node, 'slot');
    const scopeName = attributeOf(node, 'slot-scope')?.value;
    if (node.tag === 'block' && !slot && !scopeName) return joined(flow(node.children, scope, `${path}/`));
    const name = slot ? emitter.value.attribute(node, slot, scope) : '""';
    const parameter = emitter.fresh('slotScope');
    const inner =
      typeof scopeName === 'string' && scopeName !== '' ? extendScope(scope, { [scopeName]: parameter }) : scope;
    const condition = inner !== scope && !attributeOf(node, 'a:for') ? attributeOf(node, 'a:if') : undefined;
    const drawn = emitter.element(node, inner);
    const guarded = condition ? `(${emitter.value.attribute(node, condition, inner)}) ? ${drawn} : null` : drawn;
    const entry = `[[${name}, ${key}, (${parameter}) => ${guarded}]]`;
    return isHandedOn(node) ? `(r.isGiven(c, ${slotName(node, scope, emitter)}) ? ${entry} : [])` : entry;
  };

  const flow = emitFlow(emitter, {
    leaf: entries,
    nothing: '[]',
    branch: (code) => code,
    loop: 'eachEntry',
  });

  return (nodes: readonly AxmlNode[], scope: Scope): string => joined(flow(nodes, scope));
}
