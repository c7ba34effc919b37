import type { BuiltinProps, Router } from '../faces';
import { number, text } from './attributes';
import { hostElement, joinHost } from './host-element';
import { pressable } from './pressable';
import { useHover } from './use-hover';

const Host = hostElement('navigator');

/** `navigator`: a link to another page of the mini-program (reference 2.5). */
export function Navigator({ attrs, host, router, children }: BuiltinProps) {
  const hover = useHover({ hoverClass: text(attrs, 'hoverClass', 'navigator-hover'), startMs: 50, stayMs: 600 });
  const onClick = () => {
    go(router, text(attrs, 'openType', 'navigate'), text(attrs, 'url'), number(attrs, 'delta', 1)).catch((failure) =>
      console.warn(`<navigator>: ${failure.errorMessage}`),
    );
  };
  return <Host {...joinHost(host, { role: 'link', ...hover, ...pressable(false), onClick })}>{children}</Host>;
}

async function go(router: Router, openType: string, url: string, delta: number): Promise<void> {
  if (openType === 'navigate') return void (await router.navigateTo(url));
  if (openType === 'redirect') return router.redirectTo(url);
  if (openType === 'switchTab') return router.switchTab(url);
  if (openType === 'reLaunch') return router.reLaunch(url);
  if (openType === 'navigateBack') return router.navigateBack(delta);
  throw { error: 2, errorMessage: `open-type="${openType}" is not supported by the simulator` };
}
