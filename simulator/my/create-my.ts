import type { MyParts } from '../faces';
import { appEventsFamily } from './app-events';
import { authFamily } from './auth';
import { fromBase64, toBase64 } from './base64';
import { canIUse } from './can-i-use';
import { createCanvasContext } from './canvas-context';
import { deviceFamily } from './device';
import { interactionFamily } from './interaction';
import { createIntersectionObserver } from './intersection-observer';
import { navigationFamily } from './navigation';
import { networkFamily } from './network-state';
import { pageAppearanceFamily } from './page-appearance';
import { payFamily } from './pay';
import { personFamily } from './person';
import { requestFamily } from './request';
import { createSelectorQuery } from './selector-query';
import { storageFamily } from './storage';
import { systemFamily } from './system';
import { unsupportedFamily } from './unsupported';

/** The object mini-program code sees as `my` (reference mini-program 5). One per running mini-program. */
export function createMy(parts: MyParts): Record<string, unknown> {
  const { appId, router, screen, network, app, viewport, buyerId, appearance } = parts;
  const page = () => router.topPageElement();
  return {
    ...unsupportedFamily(),
    ...requestFamily(network),
    ...storageFamily(appId),
    ...authFamily({ network, screen, buyerId }),
    ...payFamily(screen),
    ...personFamily(screen),
    ...navigationFamily(router),
    ...interactionFamily(screen),
    ...pageAppearanceFamily(screen, router, app),
    ...systemFamily(viewport, appId, appearance),
    ...deviceFamily(network),
    ...networkFamily(network),
    ...appEventsFamily(app),
    canIUse,
    createCanvasContext: (id: unknown) => createCanvasContext(page, id),
    createSelectorQuery: () => createSelectorQuery(page),
    createIntersectionObserver: (options?: object) => createIntersectionObserver(page, options),
    arrayBufferToBase64: (buffer: ArrayBuffer) => toBase64(new Uint8Array(buffer)),
    base64ToArrayBuffer: (text: string) => fromBase64(text).buffer,
  };
}
