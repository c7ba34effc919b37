import { toChildArray } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('swiper');
const ItemHost = hostElement('swiper-item');

/** How long the track must rest before a swipe counts as ended; scroll snapping settles well within it. */
const REST_MS = 80;

/** `swiper`: pages that snap; change and animationEnd `{current, source}` (reference 2.5). Circular by timer only. */
export function Swiper({ attrs, host, emit, children }: BuiltinProps) {
  const track = useRef<HTMLDivElement>(null);
  const isVertical = flag(attrs, 'vertical');
  const [current, setCurrent] = useState(number(attrs, 'current', 0));
  const resting = useRef(0);
  const count = () => track.current?.children.length ?? 0;

  const goTo = (index: number, behavior: ScrollBehavior) => {
    const { clientWidth = 0, clientHeight = 0 } = track.current ?? {};
    track.current?.scrollTo({
      [isVertical ? 'top' : 'left']: index * (isVertical ? clientHeight : clientWidth),
      behavior,
    });
  };
  const settle = (index: number, source: string) => {
    if (index === current) return;
    setCurrent(index);
    emit('change', { current: index, source });
    emit('animationEnd', { current: index, source });
  };
  const onScroll = () => {
    clearTimeout(resting.current);
    resting.current = window.setTimeout(() => {
      const { scrollLeft = 0, scrollTop = 0, clientWidth = 1, clientHeight = 1 } = track.current ?? {};
      settle(Math.round(isVertical ? scrollTop / clientHeight : scrollLeft / clientWidth), 'touch');
    }, REST_MS);
  };
  const given = number(attrs, 'current', 0);
  useEffect(() => {
    goTo(given, 'instant');
    setCurrent(given);
  }, [given]);
  useEffect(() => {
    if (!flag(attrs, 'autoplay')) return;
    const timer = setInterval(
      () => {
        const isLast = current >= count() - 1;
        if (isLast && !flag(attrs, 'circular')) return;
        const next = isLast ? 0 : current + 1;
        goTo(next, 'smooth');
        settle(next, 'autoplay');
      },
      number(attrs, 'interval', 5_000),
    );
    return () => clearInterval(timer);
  });
  const own = { 'data-vertical': isVertical ? '' : undefined };
  return (
    <Host {...joinHost(host, own)}>
      <div class="a-swiper-track" ref={track} onScroll={onScroll}>
        {children}
      </div>
      {flag(attrs, 'indicatorDots') ? (
        <Dots attrs={attrs} count={toChildArray(children).length} current={current} />
      ) : null}
    </Host>
  );
}

function Dots({ attrs, count, current }: { attrs: BuiltinProps['attrs']; count: number; current: number }) {
  const colors = [text(attrs, 'indicatorColor', 'rgba(0, 0, 0, .3)'), text(attrs, 'indicatorActiveColor', '#000')];
  return (
    <div class="a-swiper-dots" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span key={String(index)} style={{ background: index === current ? colors[1] : colors[0] }} />
      ))}
    </div>
  );
}

export function SwiperItem({ host, children }: BuiltinProps) {
  return <ItemHost {...joinHost(host, {})}>{children}</ItemHost>;
}
