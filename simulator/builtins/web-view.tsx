import type { BuiltinProps } from '../faces';
import { text } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('web-view');

/** `web-view`: a web page that fills the page. It has no `my` of its own here. */
export function WebView({ attrs, host, emit }: BuiltinProps) {
  const src = text(attrs, 'src');
  return (
    <Host {...joinHost(host, {})}>
      <iframe src={src} title={src} onLoad={(event) => emit('load', { src }, event)} />
    </Host>
  );
}
