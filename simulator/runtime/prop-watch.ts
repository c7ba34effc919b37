import { Component, type ComponentChildren } from 'preact';
import type { Data } from './data-store';
import type { NodeInfo } from './node-info';
import { guarded } from './problems';
import { sameValue } from './same-value';
import { nodeHandle, sjsOwner } from './sjs-event';

interface PropWatchProps {
  /** SJS functions by the attribute they watch. */
  change: Data;
  attrs: Data;
  info: NodeInfo;
  children?: ComponentChildren;
}

/** `change:prop` on a built-in: calls an SJS function with the new and the old value (reference mini-program 2.1). */
export class PropWatch extends Component<PropWatchProps> {
  override componentDidUpdate(before: Readonly<PropWatchProps>): void {
    const { change, attrs, info } = this.props;
    const element = info.element instanceof HTMLElement ? info.element : null;
    for (const [name, hear] of Object.entries(change)) {
      if (typeof hear !== 'function' || sameValue(before.attrs[name], attrs[name])) continue;
      guarded(`change:${name} at ${info.place}`, () =>
        hear(attrs[name], before.attrs[name], sjsOwner(info), nodeHandle(element, info.dataset)),
      );
    }
  }

  override render(): ComponentChildren {
    return this.props.children;
  }
}
