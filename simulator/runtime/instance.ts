/**
 * The things the runtime is made of: units are what a mini-program defines, owners are the pages and components that live
 * now, and a render context is what the compiler's render functions are given.
 */
import type { ComponentChild } from 'preact';
import type { Data, DataStore } from './data-store';
import type { Definition } from './definition';

/** Content a caller gives a component: which slot it is for, its key, and the nodes for a slot's scope. */
export type SlotEntry = readonly [slot: string, key: string, draw: (scope: Data) => ComponentChild];

/** What a render function knows of the instance it draws. */
export interface RenderContext {
  owner: Owner;
  slots: readonly SlotEntry[];
}

/** What AXML is compiled to; called for every drawing. */
export type Render = (scope: Data, context: RenderContext) => ComponentChild;

/** A page or component as its script has registered it. */
export interface Unit {
  id: string;
  kind: 'page' | 'component';
  json: Data;
  definition: Definition;
  render: Render;
}

/** A page or component instance: what the runtime needs around the object mini-program code knows as `this`. */
export interface Owner {
  unit: Unit;
  self: Data;
  definition: Definition;
  store: DataStore;
  props: Data;
  /** The page this stands in; a page is its own. */
  page: PageOwner;
  /** The page or component in whose AXML this component stands; null for a page. */
  parent: Owner | null;
  /** The component in whose slot this stands or whose AXML it is part of; null where there is none but the page. */
  composedParent: Owner | null;
  /** Components that stand in this one's AXML. */
  children: Set<Owner>;
  /** `id` and `class` given by the parent, for `$selectComponent`. */
  given: { id: string; classes: string[] };
  /** Whether there is something new to draw since the last drawing. */
  hasNews: boolean;
  /** While the view takes in changes, setData joins them instead of asking for another drawing. */
  isTakingIn: boolean;
  isGone: boolean;
  /** Set by the view once there is one. */
  requestUpdate(): void;
  /** Called after the next drawing. */
  callbacks: (() => void)[];
  /** Runs all hooks of a name, mixins' first; the result is the last one's. */
  run(hook: string, ...args: unknown[]): unknown;
}

/** The instance of a page: its `page` is itself and its `parent` null. */
export interface PageOwner extends Owner {
  /** Every component instance on the page, for page life-cycle events inside components. */
  components: Set<Owner>;
  /** The `a-page` element. */
  element: HTMLElement;
}
