import { setDataJournal } from '../journal';
import { type Data, dataStore, splicePatch } from './data-store';
import type { Definition } from './definition';
import { type EventChannel, eventChannel } from './event-channel';
import type { Owner, PageOwner, Unit } from './instance';
import { instanceMembers } from './instance-members';
import { callObservers } from './observers';
import { guarded } from './problems';
import { sayOnce } from './say-once';
import { isVendored } from './vendored';

/** What an instance is made from. */
export interface OwnerParts {
  unit: Unit;
  props: Data;
  given: Owner['given'];
}

/** Members every instance has beside its own methods (reference mini-program 4.1, 4.2). */
function dataMembers(owner: Owner): Record<string, unknown> {
  const setData = (patch: Data, callback?: () => void): void => {
    if (owner.isGone) return;
    const { isNew, bytes } = owner.store.write(patch ?? {});
    if (isNew) owner.hasNews = true;
    setDataJournal.add({ where: owner.unit.id, keys: Object.keys(patch ?? {}), bytes });
    if (typeof callback === 'function') owner.callbacks.push(() => callback.call(owner.self));
    callObservers(owner.definition.observers, owner.self, owner.store.logic(), Object.keys(patch ?? {}));
    if (!owner.isTakingIn) owner.requestUpdate();
  };
  return {
    setData,
    $spliceData: (splices: Record<string, [number, number, ...unknown[]]>, callback?: () => void) =>
      setData(splicePatch(owner.store.logic(), splices), callback),
    $batchedUpdates: (work: () => void) => work(),
  };
}

function addAccessors(owner: Owner): void {
  Object.defineProperties(owner.self, {
    data: { get: owner.store.logic, set: owner.store.replaceLogic, enumerable: true },
    props: { get: () => owner.props, enumerable: true },
  });
}

function addMethods(owner: Owner): void {
  const { definition, self } = owner;
  for (const [name, value] of Object.entries(definition.fields)) {
    self[name] = typeof value === 'function' ? value.bind(self) : value;
  }
  for (const [name, method] of Object.entries(definition.methods)) self[name] = method.bind(self);
  for (const name of definition.hooks.keys()) {
    if (name.startsWith('on')) self[name] ??= (...args: unknown[]) => owner.run(name, ...args);
  }
}

function bareOwner({ unit, props, given }: OwnerParts, parent: Owner | null): Owner {
  const { definition } = unit;
  const self: Data = {};
  const initial = guarded(`data of ${unit.id}`, () => definition.data(self)) ?? {};
  return {
    unit,
    self,
    definition,
    store: dataStore(initial, (problem) => isVendored(unit.id) || sayOnce(unit.id, problem)),
    props,
    page: parent?.page as PageOwner,
    parent,
    composedParent: null,
    children: new Set(),
    given,
    hasNews: false,
    isTakingIn: false,
    isGone: false,
    requestUpdate: () => {},
    callbacks: [],
    run: (hook, ...args) => {
      let result: unknown;
      for (const one of definition.hooks.get(hook) ?? []) {
        const onProblem = (problem: unknown): void => tellOnError(definition, self, hook, problem);
        result = guarded(`${hook} of ${unit.id}`, () => one.apply(self, args), onProblem);
      }
      return result;
    },
  };
}

/** A component hears the errors of its own hooks (`onError`, reference mini-program 4.2). */
function tellOnError(definition: Definition, self: Data, hook: string, problem: unknown): void {
  if (hook === 'onError') return;
  for (const one of definition.hooks.get('onError') ?? []) guarded('onError', () => one.call(self, problem));
}

function furnish(owner: Owner): void {
  addAccessors(owner);
  Object.assign(owner.self, dataMembers(owner), instanceMembers(owner));
  addMethods(owner);
}

/** Makes a component instance; nothing of the mini-program has run yet but its `data` function. */
export function componentOwner(parts: OwnerParts, parent: Owner): Owner {
  const owner = bareOwner(parts, parent);
  furnish(owner);
  parent.children.add(owner);
  owner.page.components.add(owner);
  return owner;
}

/**
 * Makes a page instance that draws into `element`.
 *
 * @param opener what connects it to the page that opened it; without one it is connected to nothing
 */
export function pageOwner(unit: Unit, element: HTMLElement, opener: EventChannel = eventChannel()): PageOwner {
  const bare = bareOwner({ unit, props: {}, given: { id: '', classes: [] } }, null);
  const owner: PageOwner = Object.assign(bare, { components: new Set<Owner>(), element });
  owner.page = owner;
  furnish(owner);
  Object.assign(owner.self, { route: unit.id, getOpenerEventChannel: () => opener });
  return owner;
}

/** Runs what setData left to be called after drawing. */
export function runCallbacks(owner: Owner): void {
  for (const callback of owner.callbacks.splice(0)) guarded(`setData callback of ${owner.unit.id}`, callback);
}
