import type { TouchDetail } from './gestures';
import type { LivePage } from './live-page';

/** A pull shorter than this is none. */
const pullPx = 60;

/** Whether a pull refreshes the page: `pullRefresh` is a boolean, `allowsBounceVertical` a "YES"/"NO" (reference 1.1). */
export function wantsPull(app: Record<string, unknown>, page: Record<string, unknown>): boolean {
  const window = { ...(app.window as Record<string, unknown> | undefined), ...page };
  const isOn = window.pullRefresh === true || window.pullRefresh === 'true' || window.pullRefresh === 'YES';
  return isOn && window.allowsBounceVertical !== 'NO';
}

/** Pull-down-refresh of the page on top; `a-page` shows it by the attribute `data-pulling`. */
export function pullRefresh(mount: HTMLElement, top: () => LivePage, isWanted: (page: LivePage) => boolean) {
  let from: number | null = null;

  const start = (origin: 'manual' | 'code'): void => {
    const page = top();
    if (page.element.dataset.pulling !== undefined) return;
    page.element.dataset.pulling = '';
    page.fire('onPullDownRefresh', { from: origin });
  };

  const yOf = (event: Event): number => (event as CustomEvent<TouchDetail>).detail.changedTouches[0]?.clientY ?? 0;
  mount.addEventListener('a-touchstart', (event) => {
    from = top().element.scrollTop === 0 && isWanted(top()) ? yOf(event) : null;
  });
  mount.addEventListener('a-touchend', (event) => {
    if (from !== null && yOf(event) - from > pullPx) start('manual');
    from = null;
  });

  return (isRunning: boolean): void => {
    if (isRunning) start('code');
    else delete top().element.dataset.pulling;
  };
}
