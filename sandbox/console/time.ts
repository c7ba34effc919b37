import { toBeijingTime } from '../beijing-time';
import { type Html, html } from './html';

/** A moment as Alipay would write it, for people and for programs. */
export function time(atMs: number): Html {
  const text = toBeijingTime(atMs);
  return html`<time datetime="${text.replace(' ', 'T')}+08:00">${text}</time>`;
}
