/** Pseudo-classes whose argument is again a list of selectors. */
const selectorArguments = new Set(['not', 'is', 'where', 'has', 'matches']);

const identifier = /^-?[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*/;

/** Index just behind the bracket that closes the one at `start`, stepping over strings. */
function closingBracket(text: string, start: number, open: string, close: string): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '"' || text[at] === "'") {
      const end = text.indexOf(text[at] as string, at + 1);
      at = end === -1 ? text.length : end;
    } else if (text[at] === open) depth += 1;
    else if (text[at] === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** Length of `.a`, `#a`, `:hover` or `::before` at the start of `rest`. */
function simpleLength(rest: string): number {
  const prefix = /^(?:\.|#|::?)/.exec(rest)?.[0] ?? '';
  const name = identifier.exec(rest.slice(prefix.length))?.[0] ?? '';
  return Math.max(1, prefix.length + name.length);
}

/**
 * A selector as ACSS and selector queries write it, in terms of the simulator's elements: `view > .a` means
 * `a-view > .a`, and `page` is the `a-page` element.
 */
export function domSelector(selector: string): string {
  let out = '';
  let at = 0;
  while (at < selector.length) {
    const rest = selector.slice(at);
    const char = rest[0] as string;
    const tag = identifier.exec(rest)?.[0];
    let piece: string;
    if (tag) piece = `a-${tag}`;
    else if (char === '[') piece = selector.slice(at, closingBracket(selector, at, '[', ']'));
    else piece = rest.slice(0, '.#:'.includes(char) ? simpleLength(rest) : 1);
    out += piece;
    at += tag ? tag.length : piece.length;
    if (char === ':' && selector[at] === '(') {
      const end = closingBracket(selector, at, '(', ')');
      const inner = selector.slice(at + 1, end - 1);
      out += selectorArguments.has(piece.slice(1)) ? `(${domSelector(inner)})` : `(${inner})`;
      at = end;
    }
  }
  return out;
}
