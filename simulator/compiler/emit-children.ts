import type { AxmlElement, AxmlNode, AxmlText } from './axml-tree';
import { emitFlow } from './emit-flow';
import type { Emitter } from './emitter';
import type { Scope } from './expression';

/** White space that holds a line break at the edges of a text is layout of the source, not content. */
export function trimLayout(text: string): string {
  return text.replace(/^\s*\n\s*/, '').replace(/\s*\n\s*$/, '');
}

/** Writes plain children: a JavaScript array in which each source node keeps its place. */
export function emitChildren(emitter: Emitter) {
  const text = (node: AxmlText, scope: Scope): string => {
    const lead = node.text.length - node.text.replace(/^\s*\n\s*/, '').length;
    return `r.text(${emitter.value.text(node.source, trimLayout(node.text), node.offset + lead, scope)})`;
  };
  const leaf = (node: AxmlText | AxmlElement, scope: Scope): string =>
    node.kind === 'text' ? text(node, scope) : emitter.element(node, scope);

  const flow = emitFlow(emitter, {
    leaf,
    nothing: 'null',
    branch: (code, index) => `r.keyed("b${index}", ${code})`,
    loop: 'each',
  });
  return (nodes: readonly AxmlNode[], scope: Scope): string => `[${flow(nodes, scope).join(', ')}]`;
}
