import type { Unit } from './instance';

/**
 * Mark on every element a page or component draws whose own style must not leave it (`styleIsolation: apply-shared`,
 * reference mini-program 3); undefined where styles are shared.
 */
export function scopeOf({ id, json }: Pick<Unit, 'id' | 'json'>): string | undefined {
  return json.styleIsolation === 'apply-shared' ? id : undefined;
}
