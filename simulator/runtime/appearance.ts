import { raise } from './mini-event';
import { nodeInfo } from './node-info';

/** `appear` means half of the element is on the screen (reference mini-program 2.5). */
const visibleShare = 0.5;

const watched = new WeakSet<Element>();
const appearedOnce = new WeakSet<Element>();

function hear(entries: IntersectionObserverEntry[], observer: IntersectionObserver): void {
  for (const { target, isIntersecting } of entries) {
    const info = nodeInfo(target);
    if (!target.isConnected) observer.unobserve(target);
    if (!info) continue;
    if (isIntersecting && !appearedOnce.has(target)) {
      appearedOnce.add(target);
      raise(info, { type: 'firstAppear', detail: {} });
    }
    if (appearedOnce.has(target)) raise(info, { type: isIntersecting ? 'appear' : 'disappear', detail: {} });
  }
}

/** Raises appear, disappear and firstAppear on an element that has handlers for any of them. */
export function watchAppearance(element: Element): void {
  if (watched.has(element)) return;
  watched.add(element);
  new IntersectionObserver(hear, { threshold: visibleShare }).observe(element);
}
