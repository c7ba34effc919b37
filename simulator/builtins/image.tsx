import { useEffect, useState } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { flag, text } from './attributes';
import { hostElement, joinHost } from './host-element';
import { hasPressedRole, pressable } from './pressable';

const Host = hostElement('image');

/** `image`: 300×225 px unless styled; `mode` says how the picture fits (reference 2.5, rules in base.css). */
export function Image({ attrs, host, emit }: BuiltinProps) {
  const src = text(attrs, 'src');
  const fallback = text(attrs, 'defaultSource');
  const [hasFailed, setFailed] = useState(false);
  // A new address is a new chance.
  useEffect(() => setFailed(false), [src]);
  const shown = hasFailed && fallback ? fallback : src || fallback;
  const own = {
    role: host['aria-label'] ? 'img' : undefined,
    'data-mode': text(attrs, 'mode', 'scaleToFill').replace(' ', '-'),
    ...(hasPressedRole(host) ? pressable(false) : {}),
  };
  const onLoad = (event: Event) => {
    const picture = event.currentTarget as HTMLImageElement;
    emit('load', { width: picture.naturalWidth, height: picture.naturalHeight }, event);
  };
  const onError = (event: Event) => {
    if (hasFailed) return;
    setFailed(true);
    emit('error', { errMsg: `GET ${src} failed` }, event);
  };
  const loading = flag(attrs, 'lazyLoad') ? 'lazy' : 'eager';
  return (
    <Host {...joinHost(host, own)}>
      {shown ? <img src={shown} alt="" draggable={false} loading={loading} onLoad={onLoad} onError={onError} /> : null}
    </Host>
  );
}
