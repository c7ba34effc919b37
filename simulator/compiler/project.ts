import { join, sep } from 'node:path';
import type { Report, SourceFile } from './diagnostic';
import { isObject, type JsonObject, offsetOfString, parseJson } from './json';
import type { Workspace } from './workspace';

const scriptExtensions = ['.js', '.ts', '.mjs'] as const;

/** One page or component: four files of one name. */
export interface Unit {
  /** Path without extension, relative to the root: `pages/cart/cart`, or `antd-mini/es/Button/index` from node_modules. */
  id: string;
  kind: 'page' | 'component';
  script: string;
  axml: string | null;
  acss: string | null;
  json: JsonObject;
  /** Component id by tag, app.json's global components included. */
  components: Map<string, string>;
}

export interface Project {
  app: JsonObject;
  appScript: string | null;
  appStyle: string | null;
  /** Components first, in the order they are needed, then pages in the order of app.json. */
  units: Unit[];
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Page paths of the main package and of sub-packages. */
function pagePaths(app: JsonObject): string[] {
  const packages = [app.subPackages, app.subpackages].flatMap((list) => (Array.isArray(list) ? list : []));
  const inPackages = packages
    .filter(isObject)
    .flatMap((one) => stringsIn(one.pages).map((page) => join(String(one.root ?? ''), page)));
  return [...stringsIn(app.pages), ...inPackages].map((path) => path.replace(/^\//, ''));
}

function usingComponents(json: JsonObject): [string, string][] {
  if (!isObject(json.usingComponents)) return [];
  return Object.entries(json.usingComponents).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
}

/** Reads app.json and everything it leads to. Problems go to the report; what cannot be found is left out. */
export function loadProject(files: Workspace, report: Report): Project {
  const units = new Map<string, Unit>();
  const at = (path: string): string => join(files.root, path);
  const firstOf = (base: string, extensions: readonly string[]): string | null =>
    extensions.map((extension) => base + extension).find(files.exists) ?? null;

  const idOf = (base: string): string => {
    const inModules = base.lastIndexOf(`node_modules${sep}`);
    return inModules === -1 ? files.nameOf(base) : base.slice(inModules + 'node_modules/'.length).replaceAll(sep, '/');
  };

  const appFile = at('app.json');
  if (!files.exists(appFile)) {
    report.error(
      { path: 'app.json', text: '' },
      0,
      `there is no app.json in ${files.root}; is it a mini-program root?`,
    );
    return { app: {}, appScript: null, appStyle: null, units: [] };
  }
  const appSource = files.read(appFile);
  const app = parseJson(appSource, report);

  /** The unit a component path means, loaded with everything it uses; null after reporting that it does not exist. */
  const component = (path: string, fromFile: string, source: SourceFile): Unit | null => {
    if (/^(dynamic-)?plugin:\/\//.test(path)) {
      report.warning(source, offsetOfString(source, path), 'plugins are not supported by the simulator');
      return null;
    }
    const script = files.resolve(path, fromFile, scriptExtensions);
    if (!script) {
      report.error(source, offsetOfString(source, path), `cannot find the component "${path}"`);
      return null;
    }
    return load(script.replace(/\.\w+$/, ''), 'component', script);
  };

  const link = (unit: Unit, json: JsonObject, fromFile: string, source: SourceFile): void => {
    for (const [tag, path] of usingComponents(json)) {
      const used = component(path, fromFile, source);
      if (used) unit.components.set(tag, used.id);
    }
  };

  const load = (base: string, kind: Unit['kind'], script: string): Unit => {
    const id = idOf(base);
    const known = units.get(id);
    if (known) return known;
    const jsonFile = `${base}.json`;
    const source = files.exists(jsonFile) ? files.read(jsonFile) : { path: files.nameOf(jsonFile), text: '{}' };
    const json = parseJson(source, report);
    const [axml, acss] = [firstOf(base, ['.axml']), firstOf(base, ['.acss'])];
    const unit: Unit = { id, kind, script, axml, acss, json, components: new Map() };
    units.set(id, unit);
    if (kind === 'component' && json.component !== true) {
      report.warning(source, 0, 'a component needs "component": true in its json');
    }
    if (!axml) report.error(source, 0, `${files.nameOf(base)}.axml does not exist`);
    link(unit, app, appFile, appSource);
    link(unit, json, jsonFile, source);
    units.delete(id);
    units.set(id, unit);
    return unit;
  };

  for (const path of pagePaths(app)) {
    const base = at(path);
    const script = firstOf(base, scriptExtensions);
    if (script) load(base, 'page', script);
    else report.error(appSource, offsetOfString(appSource, path), `the page "${path}" has no .js or .ts file`);
  }
  if (pagePaths(app).length === 0) report.error(appSource, 0, 'app.json lists no pages');
  return {
    app,
    appScript: firstOf(at('app'), scriptExtensions),
    appStyle: firstOf(at('app'), ['.acss']),
    units: [...units.values()],
  };
}
