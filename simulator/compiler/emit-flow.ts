import { type AxmlElement, type AxmlText, attributeOf, isBlank } from './axml-tree';
import { type FlowNode, groupFlow, type IfChain } from './control-flow';
import { type Emitter, extendScope } from './emitter';
import type { Scope } from './expression';

/** How a list of siblings is written: plain children are vnodes, slot content is lazy entries. */
interface FlowStyle {
  /** One text or element; `path` tells apart what stands at different places. */
  leaf(node: AxmlText | AxmlElement, scope: Scope, path: string): string;
  /** What an a:if without a:else gives when it does not hold. */
  nothing: string;
  /** Wraps one branch of a chain. */
  branch(code: string, index: number): string;
  /** Name of the helper that loops: it gets the list and a function from item and index to `[key, body]`. */
  loop: 'each' | 'eachEntry';
}

/** JavaScript of the list, names of the variables for item and index, and the scope of the body. */
export interface LoopHead {
  list: string;
  item: string;
  index: string;
  scope: Scope;
}

/** Names a loop gives its body: `a:for-item` and `a:for-index`, else `item` and `index`. */
export function loopHead(element: AxmlElement, scope: Scope, emitter: Emitter): LoopHead {
  const nameOf = (attribute: string, fallback: string): string => {
    const value = attributeOf(element, attribute)?.value;
    return typeof value === 'string' && value !== '' ? value : fallback;
  };
  const list = attributeOf(element, 'a:for');
  const item = emitter.fresh('item');
  const index = emitter.fresh('index');
  return {
    list: list ? emitter.value.attribute(element, list, scope) : 'undefined',
    item,
    index,
    scope: extendScope(scope, {
      [nameOf('a:for-item', 'item')]: item,
      [nameOf('a:for-index', 'index')]: index,
    }),
  };
}

/** The element that carries the key: the loop's own, or the only element inside a block. */
function keyBearer(element: AxmlElement): AxmlElement {
  if (attributeOf(element, 'a:key') || attributeOf(element, 'key') || element.tag !== 'block') return element;
  const inside = element.children.filter((child) => !isBlank(child));
  const [only] = inside;
  return inside.length === 1 && only?.kind === 'element' && !attributeOf(only, 'a:for') ? only : element;
}

/** JavaScript of a loop item's key, from `key="{{}}"` or the property name in `a:key`. */
export function loopKey(element: AxmlElement, head: LoopHead, emitter: Emitter): string {
  const bearer = keyBearer(element);
  const key = attributeOf(bearer, 'key');
  if (key) return emitter.value.attribute(bearer, key, head.scope);
  const named = attributeOf(bearer, 'a:key');
  if (named && typeof named.value === 'string') {
    return named.value === '*this' ? head.item : `${head.item}?.[${JSON.stringify(named.value)}]`;
  }
  emitter.report.warning(
    element.source,
    element.offset,
    'a loop without a:key or key tells its items apart by position only',
  );
  return head.index;
}

/** Writes siblings with their a:if and a:for as members of a JavaScript array. */
export function emitFlow(emitter: Emitter, style: FlowStyle) {
  const loop = (element: AxmlElement, scope: Scope, path: string): string => {
    const head = loopHead(element, scope, emitter);
    const condition = attributeOf(element, 'a:if');
    const body = style.leaf(element, head.scope, path);
    const guarded = condition
      ? `(${emitter.value.attribute(element, condition, head.scope)}) ? ${body} : ${style.nothing}`
      : body;
    const key = loopKey(element, head, emitter);
    return `r.${style.loop}(${head.list}, (${head.item}, ${head.index}) => [${key}, ${guarded}])`;
  };

  const single = (node: AxmlText | AxmlElement, scope: Scope, path: string): string =>
    node.kind === 'element' && attributeOf(node, 'a:for') ? loop(node, scope, path) : style.leaf(node, scope, path);

  const chain = (node: IfChain, scope: Scope, path: string): string => {
    let hasElse = false;
    const branches = node.branches.map(({ condition, element }, index) => {
      const hasLoop = condition !== 'a:if' && attributeOf(element, 'a:for') !== undefined;
      const place = `${path}.${index}`;
      const body = style.branch(hasLoop ? loop(element, scope, place) : style.leaf(element, scope, place), index);
      if (condition === 'a:else') {
        hasElse = true;
        return body;
      }
      const test = attributeOf(element, condition);
      return `(${test ? emitter.value.attribute(element, test, scope) : 'false'}) ? ${body} : `;
    });
    return `(${branches.join('')}${hasElse ? '' : style.nothing})`;
  };

  return (nodes: Parameters<typeof groupFlow>[0], scope: Scope, path = ''): string[] =>
    groupFlow(nodes, emitter.report).map((node: FlowNode, index) =>
      node.kind === 'chain' ? chain(node, scope, `${path}${index}`) : single(node, scope, `${path}${index}`),
    );
}
