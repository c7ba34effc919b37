/** Markup that is safe to send: made by {@link html} only, so that every value from outside has been escaped. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template of {@link html}; lists are joined without anything between. */
export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

/** Values are escaped, markup of other templates is taken as it is, null and false are nothing. */
export function html(texts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return { markup: texts.map((text, index) => text + (index < values.length ? rendered(values[index]) : '')).join('') };
}

function rendered(value: Piece): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return 'markup' in value ? value.markup : value.map(rendered).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
