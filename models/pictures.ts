import shipped from '../images/goods/pictures.json';

const files = new Map(Object.entries(shipped));

/**
 * Path of a picture of goods: one that ships in `images/goods` and is named in its `pictures.json`, or an address that goods give
 * themselves; goods without one get a neutral one.
 */
export function goodsPicture(name: string): string {
  if (name.startsWith('https://')) return name;
  return `/images/goods/${files.get(name) ?? 'any.svg'}`;
}
