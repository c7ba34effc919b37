/** Pictures of goods that ship in `images/goods/`; a merchant who adds one names it here. */
export const SHIPPED_PICTURES: readonly string[] = [
  'cake-osmanthus',
  'cup-celadon',
  'honey-acacia',
  'notebook-linen',
  'tea-long-jing',
  'tea-lu-an',
];

/** Path of a picture of goods, from the root of the built app; goods without one of their own get a neutral one. */
export function goodsPicture(name: string): string {
  return `/images/goods/${SHIPPED_PICTURES.includes(name) ? name : 'any'}.svg`;
}
