import { unsupportedNames } from './unsupported-names';

/**
 * What the simulator denies besides whole APIs: tags it does not draw, so that components fall back to others.
 */
const denied = new Set([
  ...unsupportedNames,
  ...['camera', 'live-player', 'live-pusher', 'lottie', 'map', 'video'],
  ...['contact-button', 'lifestyle', 'page-meta', 'share-element'],
]);

/** `my.canIUse('api.object.key')`, `('tag.attribute')`, `('component2')`: yes, unless the simulator knows better. */
export function canIUse(schema: unknown): boolean {
  const name = String(schema).replace(/^my\./, '');
  return !denied.has(name) && !denied.has(name.split('.')[0] ?? '');
}
