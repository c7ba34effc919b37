import type { Owner } from './instance';

const camelCase = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Class names with those of `externalClasses` replaced by what the caller gave under that name (reference 4.2). */
export function externalClasses(names: string, owner: Owner): string {
  const { externalClasses: known } = owner.definition;
  if (known.length === 0 || !owner.parent) return names;
  const caller = owner.parent;
  return names
    .split(/\s+/)
    .map((name) => (known.includes(name) ? externalClasses(String(owner.props[camelCase(name)] ?? ''), caller) : name))
    .filter(Boolean)
    .join(' ');
}
