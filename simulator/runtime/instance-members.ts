import { createIntersectionObserver } from '../my/intersection-observer';
import { createSelectorQuery } from '../my/selector-query';
import type { Owner } from './instance';
import { instanceRouter } from './instance-router';
import { nodeInfo } from './node-info';
import { selectorMembers } from './select-component';

let lastId = 0;

/** The part of a page a component has drawn, for its own selector queries: elements of other owners are passed over. */
function ownPart(owner: Owner): ParentNode {
  const { element } = owner.page;
  if (owner.parent === null) return element;
  const all = (selector: string): Element[] =>
    [...element.querySelectorAll(selector)].filter((found) => nodeInfo(found)?.owner === owner);
  return new Proxy(element, {
    get: (target, name) => {
      if (name === 'querySelectorAll') return all;
      if (name === 'querySelector') return (selector: string) => all(selector)[0] ?? null;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Members every page and component instance has beside data and its own methods (reference mini-program 4.1, 4.2). */
export function instanceMembers(owner: Owner): Record<string, unknown> {
  lastId += 1;
  const root = (): ParentNode => ownPart(owner);
  return {
    is: owner.unit.id,
    $id: lastId,
    $page: owner.page.self,
    hasMixin: (mixin: unknown) => owner.definition.mixins.has(mixin),
    ...selectorMembers(owner),
    createSelectorQuery: () => createSelectorQuery(root),
    createIntersectionObserver: (options?: object) => createIntersectionObserver(root, options),
    router: instanceRouter(owner.unit.id),
    pageRouter: instanceRouter(owner.page.unit.id),
  };
}
