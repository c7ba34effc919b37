import type { ComponentChildren } from 'preact';
import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { hostElement, joinHost } from './host-element';
import { hasPressedRole, pressable } from './pressable';

const Host = hostElement('text');

const entities: Record<string, string> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&apos;': "'",
  '&quot;': '"',
  '&ensp;': ' ',
  '&emsp;': ' ',
};

/** `text`: inline, keeps line breaks; `space`, `decode`, `selectable` and `number-of-lines` per reference 2.5. */
export function Text({ attrs, host, children }: BuiltinProps) {
  const lines = number(attrs, 'numberOfLines', 0);
  const own = {
    'data-selectable': flag(attrs, 'selectable') ? '' : undefined,
    'data-space': text(attrs, 'space') || undefined,
    'data-lines': lines > 0 ? '' : undefined,
    ...(hasPressedRole(host) ? pressable(false) : {}),
  };
  const content = flag(attrs, 'decode') ? decoded(children) : children;
  return (
    <Host {...joinHost(host, own)}>
      {lines > 0 ? <span style={{ WebkitLineClamp: lines }}>{content}</span> : content}
    </Host>
  );
}

function decoded(children: ComponentChildren): ComponentChildren {
  if (Array.isArray(children)) return children.map(decoded);
  if (typeof children !== 'string') return children;
  return children.replace(/&[a-z]+;/g, (entity) => entities[entity] ?? entity);
}
