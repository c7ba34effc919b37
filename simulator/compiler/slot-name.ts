import { type AxmlElement, attributeOf } from './axml-tree';
import type { Emitter } from './emitter';
import type { Scope } from './expression';

/**
 * JavaScript of a `<slot>`'s name: `""` for the default slot, which has no attribute at all. A name that is given and turns
 * out empty is no slot's, so that its fallback shows.
 */
export function slotName(element: AxmlElement, scope: Scope, { value }: Pick<Emitter, 'value'>): string {
  const attribute = attributeOf(element, 'name');
  return attribute ? `r.slotName(${value.attribute(element, attribute, scope)})` : '""';
}
