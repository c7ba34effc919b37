import { componentDefinition, type Definition, pageDefinition } from './definition';
import type { Render, Unit } from './instance';
import { guarded, reportProblem } from './problems';
import { sayOnce } from './say-once';

/** A page or component as the compiler's entry module describes it. */
export interface UnitSource {
  id: string;
  kind: 'page' | 'component';
  file: string;
  json: Record<string, unknown>;
  load(): unknown;
  render(): Render;
}

function sayUnknown(id: string, given: Record<string, unknown>): void {
  if (given.relations) sayOnce(id, 'relations are not supported by the simulator');
}

/** The pages and components of the running mini-program, filled as their scripts call Page() and Component(). */
export function unitRegistry() {
  const units = new Map<string, Unit>();
  let loading: { source: UnitSource; isRegistered: boolean } | null = null;

  const register = (kind: UnitSource['kind'], define: (given: Record<string, unknown>) => Definition) => {
    const name = kind === 'page' ? 'Page' : 'Component';
    return (given: Record<string, unknown>): void => {
      if (loading?.source.kind !== kind) {
        reportProblem(new Error(`${name}() was called where no ${kind} is loaded`), loading?.source.id ?? 'app.js');
        return;
      }
      const { id, json, render } = loading.source;
      loading.isRegistered = true;
      sayUnknown(id, given ?? {});
      units.set(id, { id, kind, json, definition: define(given ?? {}), render: render() });
    };
  };

  const load = (source: UnitSource): void => {
    loading = { source, isRegistered: false };
    guarded(`while loading ${source.id}`, () => source.load());
    if (!loading.isRegistered) {
      const name = source.kind === 'page' ? 'Page' : 'Component';
      console.error(`[simulator] ${source.id}: its script does not call ${name}()`);
    }
    loading = null;
  };

  return {
    load,
    find: (id: string): Unit | undefined => units.get(id),
    globals: { Page: register('page', pageDefinition), Component: register('component', componentDefinition) },
  };
}
