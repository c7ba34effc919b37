import { type ComponentChildren, createElement } from 'preact';
import type { BuiltinProps } from '../faces';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('rich-text');

/** Tags a rich text may hold; anything that could run code is not among them. */
const allowed = new Set(
  'a abbr b blockquote br code col colgroup dd del div dl dt em fieldset h1 h2 h3 h4 h5 h6 hr i img ins label legend li ol p q span strong sub sup table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const allowedAttributes = new Set([
  'class',
  'style',
  'src',
  'alt',
  'width',
  'height',
  'colspan',
  'rowspan',
  'span',
  'start',
]);

interface RichNode {
  type?: string;
  text?: string;
  name?: string;
  attrs?: Record<string, string>;
  children?: RichNode[];
}

/** `rich-text`: an array of nodes, or HTML text; only harmless tags and attributes are drawn. */
export function RichText({ attrs, host }: BuiltinProps) {
  const { nodes } = attrs;
  const list = typeof nodes === 'string' ? fromHtml(nodes) : Array.isArray(nodes) ? (nodes as RichNode[]) : [];
  return <Host {...joinHost(host, {})}>{list.map(draw)}</Host>;
}

function draw(node: RichNode): ComponentChildren {
  if (node.type === 'text' || node.text !== undefined) return node.text;
  const name = node.name?.toLowerCase() ?? '';
  if (!allowed.has(name)) return null;
  const attributes = Object.entries(node.attrs ?? {}).filter(([attribute]) => allowedAttributes.has(attribute));
  return createElement(name, Object.fromEntries(attributes), node.children?.map(draw));
}

/** A parsed document runs nothing and loads nothing. */
function fromHtml(html: string): RichNode[] {
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map(toRichNode);
}

function toRichNode(node: Node): RichNode {
  if (!(node instanceof Element)) return { type: 'text', text: node.textContent ?? '' };
  return {
    name: node.tagName,
    attrs: Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
    children: [...node.childNodes].map(toRichNode),
  };
}
