import { Component, type ComponentChild } from 'preact';
import { componentHost, hasHost } from './component-host';
import type { Data } from './data-store';
import type { Owner, SlotEntry, Unit } from './instance';
import { callObservers } from './observers';
import { componentOwner, runCallbacks } from './owner';
import { guarded, reportProblem } from './problems';
import { sameValue } from './same-value';
import { publicInstance } from './select-component';

/** What drawing a tag of a component hands to its instance. */
export interface ComponentViewProps {
  unit: Unit;
  parent: Owner;
  /** Props the tag gives; what is undefined counts as not given. */
  given: Data;
  slots: readonly SlotEntry[];
  /** Name of the parent's method that wants the instance. */
  refName: unknown;
}

interface Snapshot {
  props: Data;
  data: Data;
}

/** Defaults under what the tag gives. A prop nobody gives is absent, because components ask `'value' in props`. */
function propsOf(unit: Unit, given: Data): Data {
  const all = { ...unit.definition.props, ...given };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function classesOf(given: Data): string[] {
  return `${given.class ?? ''} ${given.className ?? ''}`.split(/\s+/).filter(Boolean);
}

function changedKeys(before: Data, after: Data): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !sameValue(before[key], after[key]));
}

/**
 * One mini-program component, without an element of its own unless it asks for one. Its life follows reference mini-program 4.2:
 * onInit → deriveDataFromProps → drawing → didMount; then, whenever props or data are new, deriveDataFromProps →
 * drawing → didUpdate. Nothing new means no drawing and no didUpdate.
 */
export class ComponentView extends Component<ComponentViewProps> {
  private readonly owner: Owner;
  private given: Data;
  /** Props and data of the latest drawing, and of the one before it, for didUpdate. */
  private drawing: Snapshot;
  private drawn: Snapshot;
  private isUpdate = false;

  constructor(props: ComponentViewProps, context: { composedParent?: Owner }) {
    super(props, context);
    const { unit, parent, given } = props;
    this.given = given;
    const named = { id: String(given.id ?? ''), classes: classesOf(given) };
    const owner = componentOwner({ unit, props: propsOf(unit, given), given: named }, parent);
    this.owner = owner;
    owner.composedParent = context.composedParent ?? null;
    owner.run('onInit');
    owner.run('deriveDataFromProps', owner.props);
    callObservers(owner.definition.observers, owner.self, this.scope(), Object.keys(owner.props));
    owner.requestUpdate = () => this.setState({});
    this.drawing = { props: owner.props, data: owner.store.logic() };
    this.drawn = this.drawing;
  }

  /** What is drawn inside, slots included, finds its composed parent here. */
  override getChildContext(): { composedParent: Owner } {
    return { composedParent: this.owner };
  }

  override shouldComponentUpdate(next: Readonly<ComponentViewProps>): boolean {
    const { owner } = this;
    const hasContent = next.slots.length > 0 || this.props.slots.length > 0;
    const hasNewProps = !sameValue(this.given, next.given);
    if (!hasNewProps && !owner.hasNews) {
      queueMicrotask(() => runCallbacks(owner));
      return hasContent;
    }
    const props = hasNewProps ? propsOf(owner.unit, next.given) : owner.props;
    const changed = changedKeys(owner.props, props);
    this.given = hasNewProps ? next.given : this.given;
    owner.isTakingIn = true;
    owner.run('deriveDataFromProps', props);
    owner.props = props;
    callObservers(owner.definition.observers, owner.self, this.scope(), changed);
    owner.isTakingIn = false;
    this.isUpdate = true;
    return true;
  }

  private scope(): Data {
    const { owner } = this;
    return Object.assign(Object.create(null), owner.props, owner.store.view(), { $id: owner.self.$id });
  }

  override render(): ComponentChild {
    const { owner } = this;
    owner.hasNews = false;
    this.drawing = { props: owner.props, data: owner.store.logic() };
    try {
      const drawn = owner.unit.render(this.scope(), { owner, slots: this.props.slots });
      return hasHost(owner) ? componentHost(owner, this.given, drawn) : drawn;
    } catch (problem) {
      reportProblem(problem, `drawing ${owner.unit.id}`);
      return null;
    }
  }

  override componentDidMount(): void {
    const { owner } = this;
    const { refName, parent } = this.props;
    this.drawn = this.drawing;
    const receive = typeof refName === 'string' ? parent.self[refName] : undefined;
    if (typeof receive === 'function') guarded(`ref of ${owner.unit.id}`, () => receive(publicInstance(owner)));
    owner.run('didMount');
    runCallbacks(owner);
  }

  override componentDidUpdate(): void {
    const { owner } = this;
    const { props, data } = this.drawn;
    this.drawn = this.drawing;
    if (this.isUpdate) owner.run('didUpdate', props, data);
    this.isUpdate = false;
    runCallbacks(owner);
  }

  override componentWillUnmount(): void {
    const { owner } = this;
    owner.run('didUnmount');
    owner.isGone = true;
    owner.parent?.children.delete(owner);
    owner.page.components.delete(owner);
  }
}
