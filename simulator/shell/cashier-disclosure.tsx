import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { SimIcon } from './icons';

interface CashierDisclosureProps {
  title: string;
  /** Said whether it is open or not. */
  summary?: ComponentChildren;
  children: ComponentChildren;
}

/** A part of the cashier sheet that is folded until asked for, and is then kept in sight. */
export function CashierDisclosure({ title, summary, children }: CashierDisclosureProps) {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  // After every rendering: a summary that appears would push out of sight what the person has just pressed.
  useLayoutEffect(() => {
    if (isOpen) element.current?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <div ref={element} class="sim-cashier-more">
      <button type="button" class="sim-cashier-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {title}
        <SimIcon name="down" />
      </button>
      {summary}
      {isOpen ? children : null}
    </div>
  );
}
