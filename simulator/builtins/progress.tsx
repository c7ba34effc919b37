import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('progress');

/** `progress`: a bar of `percent`, with the figure beside it when `show-info` (reference 2.5). */
export function Progress({ attrs, host }: BuiltinProps) {
  const percent = Math.min(100, Math.max(0, number(attrs, 'percent', 0)));
  const own = { role: 'progressbar', 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 };
  const bar = {
    height: `${number(attrs, 'strokeWidth', 6)}px`,
    background: text(attrs, 'backgroundColor', '#ebebeb'),
  };
  const done = {
    width: `${percent}%`,
    background: text(attrs, 'activeColor', '#09BB07'),
    transition: flag(attrs, 'active') ? 'width 1s' : 'none',
  };
  return (
    <Host {...joinHost(host, own)}>
      <span class="a-progress-bar" style={bar}>
        <span style={done} />
      </span>
      {flag(attrs, 'showInfo') ? <span class="a-progress-info">{percent}%</span> : null}
    </Host>
  );
}
