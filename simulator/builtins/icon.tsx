import type { BuiltinProps } from '../faces';
import { number, text } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('icon');

const disc = 'M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21z';

/** Outline and colour of every `type` (reference 2.5); a `disc` carries its sign in white. */
const icons: Record<string, { sign: string; color: string; hasDisc: boolean }> = {
  success: { sign: 'M7 12.4l3.4 3.3L17 9', color: '#09BB07', hasDisc: true },
  success_no_circle: { sign: 'M4 12.5l5.5 5.2L20 7', color: '#09BB07', hasDisc: false },
  info: { sign: 'M12 7v.2M12 11v6', color: '#108EE9', hasDisc: true },
  warn: { sign: 'M12 6.5v7M12 17v.1', color: '#F76260', hasDisc: true },
  waiting: { sign: 'M12 6.5V12l3.6 2.4', color: '#108EE9', hasDisc: true },
  cancel: { sign: 'M8.3 8.3l7.4 7.4M15.7 8.3l-7.4 7.4', color: '#F43530', hasDisc: true },
  download: { sign: 'M12 6.5v8M8.5 11.5L12 15l3.5-3.5M8 17.5h8', color: '#108EE9', hasDisc: true },
  clear: { sign: 'M8.3 8.3l7.4 7.4M15.7 8.3l-7.4 7.4', color: '#B2B2B2', hasDisc: true },
  search: {
    sign: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3L20.5 20.5',
    color: '#B2B2B2',
    hasDisc: false,
  },
  loading: { sign: 'M12 3a9 9 0 1 0 9 9', color: '#108EE9', hasDisc: false },
};

/** `icon`: drawn here, so that none needs a network. */
export function Icon({ attrs, host }: BuiltinProps) {
  const type = text(attrs, 'type');
  const icon = icons[type];
  const size = `${number(attrs, 'size', 23)}px`;
  const color = text(attrs, 'color', icon?.color);
  return (
    <Host {...joinHost(host, { 'data-type': type })}>
      {icon ? (
        <svg aria-hidden="true" viewBox="0 0 24 24" style={{ width: size, height: size }}>
          {icon.hasDisc ? <path d={disc} fill={color} /> : null}
          <path
            d={icon.sign}
            fill="none"
            stroke={icon.hasDisc ? '#fff' : color}
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </svg>
      ) : null}
    </Host>
  );
}
