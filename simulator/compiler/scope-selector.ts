/** Where the last compound of a selector begins: behind the last combinator that stands in no bracket. */
function lastCompound(selector: string): number {
  let depth = 0;
  let start = 0;
  for (const [at, char] of [...selector].entries()) {
    if (char === '(' || char === '[') depth += 1;
    if (char === ')' || char === ']') depth -= 1;
    if (depth === 0 && /[\s>+~]/.test(char)) start = at + 1;
  }
  return start;
}

/** A pseudo-element, with two colons or, of the old ones, with one. */
const pseudoElement = /::[\w-]+|:(?:before|after|first-line|first-letter)\b/;

/** `selector` for elements that carry the mark of one page or component only; `:where` keeps its weight as it is. */
export function scopeSelector(selector: string, id: string): string {
  const start = lastCompound(selector);
  const compound = selector.slice(start);
  const end = pseudoElement.exec(compound)?.index ?? compound.length;
  return `${selector.slice(0, start)}${compound.slice(0, end)}:where([data-scope="${id}"])${compound.slice(end)}`;
}
