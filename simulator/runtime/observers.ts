import { parsePath, readPath } from './data-path';
import type { Definition } from './definition';

/** Whether writing `path` touches what `field` watches: the same value, something inside it, or something around it. */
function touches(field: string, path: string): boolean {
  const isDeep = field.endsWith('**');
  const watched = parsePath(field.replace(/\.?\*\*$/, ''));
  const written = parsePath(path);
  const isAbove = written.every((key, at) => at >= watched.length || String(key) === String(watched[at]));
  return isAbove && (isDeep || written.length <= watched.length);
}

/**
 * Calls the observers that watch any of the written paths, each once, with the values of its fields. They are called even
 * when a value stayed equal (reference mini-program 4.3).
 */
export function callObservers(
  observers: Definition['observers'],
  self: unknown,
  data: Record<string, unknown>,
  paths: readonly string[],
): void {
  for (const [pattern, hook] of observers) {
    const fields = pattern.split(',').map((field) => field.trim());
    if (!fields.some((field) => paths.some((path) => touches(field, path)))) continue;
    hook.apply(
      self,
      fields.map((field) => readPath(data, field.replace(/\.?\*\*$/, ''))),
    );
  }
}
