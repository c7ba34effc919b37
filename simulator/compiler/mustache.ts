/** A stretch of literal text or the inside of one `{{ }}`; `offset` is where its text starts in the file. */
export interface MustachePart {
  kind: 'text' | 'expression';
  text: string;
  offset: number;
}

/** Thrown when a `{{` has no `}}`; `offset` is that of the `{{`. */
export class UnclosedMustache extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('"{{" is never closed by "}}"');
    this.offset = offset;
  }
}

/** Index just behind the quoted string that starts at `start`. */
function skipString(text: string, start: number): number {
  const quote = text[start];
  let at = start + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/**
 * Index of the `}}` that closes an expression starting at `start`, or -1. Braces and quotes are counted, because
 * `{{ {a: {b: 1}} }}` and `{{ '}}' }}` are legal.
 */
export function mustacheEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === "'" || char === '"' || char === '`') {
      at = skipString(text, at);
      continue;
    }
    if (char === '{') depth += 1;
    if (char === '}' && depth === 0) return text[at + 1] === '}' ? at : -1;
    if (char === '}') depth -= 1;
    at += 1;
  }
  return -1;
}

/** Splits text into literal and expression parts. */
export function splitMustache(text: string, offset: number): MustachePart[] {
  const parts: MustachePart[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const literalEnd = open === -1 ? text.length : open;
    if (literalEnd > at) parts.push({ kind: 'text', text: text.slice(at, literalEnd), offset: offset + at });
    if (open === -1) break;
    const close = mustacheEnd(text, open + 2);
    if (close === -1) throw new UnclosedMustache(offset + open);
    parts.push({ kind: 'expression', text: text.slice(open + 2, close), offset: offset + open + 2 });
    at = close + 2;
  }
  return parts;
}
