import type { Page } from 'playwright-core';

/**
 * What stands inside an element, as compact markup: host elements by their AXML names, with class, style, id, hidden, role and
 * aria-* only. Text nodes that are empty are not there.
 */
export function drawnInside(page: Page, selector: string): Promise<string> {
  return page.locator(selector).evaluate((root) => {
    const kept = (name: string): boolean => /^(class|style|id|hidden|role|aria-.*)$/.test(name);
    const print = (node: Node): string => {
      if (node.nodeType === 3) return node.textContent ?? '';
      if (!(node instanceof Element)) return '';
      const tag = node.localName.replace(/^a-/, '');
      const attributes = [...node.attributes]
        .filter(({ name }) => kept(name))
        .map(({ name, value }) => (value === '' ? ` ${name}` : ` ${name}="${value}"`));
      const inner = [...node.childNodes].map(print).join('');
      return `<${tag}${attributes.join('')}>${inner}</${tag}>`;
    };
    return [...root.childNodes].map(print).join('');
  });
}
