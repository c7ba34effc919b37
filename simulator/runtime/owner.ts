import { type Data, dataStore, splicePatch } from './data-store';
import type { Owner, PageOwner, Unit } from './instance';
import { instanceMembers } from './instance-members';
import { callObservers } from './observers';
import { guarded } from './problems';
import { sayOnce } from './say-once';
import { isVendored } from './vendored';

export interface OwnerParts {
  unit: Unit;
  props: Data;
  given: Owner['given'];
}

/** Members every instance has beside its own methods (reference mini-program 4.1, 4.2). */
function dataMembers(owner: Owner): Record<string, unknown> {
  const setData = (patch: Data, callback?: () => void): void => {
    if (owner.isGone) return;
    if (owner.store.write(patch ?? {})) owner.hasNews = true;
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
        result = guarded(`${hook} of ${unit.id}`, () => one.apply(self, args));
      }
      return result;
    },
  };
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

/** Makes a page instance that draws into `element`. */
export function pageOwner(unit: Unit, element: HTMLElement): PageOwner {
  const bare = bareOwner({ unit, props: {}, given: { id: '', classes: [] } }, null);
  const owner: PageOwner = Object.assign(bare, { components: new Set<Owner>(), element });
  owner.page = owner;
  furnish(owner);
  owner.self.route = unit.id;
  return owner;
}

/** Runs what setData left to be called after drawing. */
export function runCallbacks(owner: Owner): void {
  for (const callback of owner.callbacks.splice(0)) guarded(`setData callback of ${owner.unit.id}`, callback);
}
