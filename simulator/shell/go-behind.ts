import type { PhoneState } from './phone-state';

/** Puts the mini-program behind another app, or in front again; twice the same is once. */
export function goBehind(state: PhoneState, isInBackground: boolean): void {
  const { wiring, isInBackground: wasInBackground } = state.view();
  if (isInBackground === wasInBackground) return;
  state.change({ isInBackground });
  if (isInBackground) wiring?.router.background();
  else wiring?.router.foreground();
}
