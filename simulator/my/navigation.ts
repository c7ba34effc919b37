import type { Router } from '../faces';
import { asyncCall, requiredText } from './async-call';

/** Moving between pages (reference mini-program 4.4); the rules and their failures are the router's. */
export function navigationFamily(router: Router) {
  return {
    navigateTo: asyncCall(({ events, ...options }) =>
      router.navigateTo(requiredText(options, 'url'), events as Record<string, unknown> | undefined),
    ),
    redirectTo: asyncCall((options) => router.redirectTo(requiredText(options, 'url'))),
    reLaunch: asyncCall((options) => router.reLaunch(requiredText(options, 'url'))),
    switchTab: asyncCall((options) => router.switchTab(requiredText(options, 'url'))),
    navigateBack: asyncCall(({ delta }) => router.navigateBack(Number(delta) >= 1 ? Math.floor(Number(delta)) : 1)),
  };
}
