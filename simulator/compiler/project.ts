import { join, sep } from 'node:path';
import type { Report, SourceFile } from './diagnostic';
import { isObject, type JsonObject, offsetOfString, parseJson } from './json';
import type { Workspace } from './workspace';

const scriptExtensions = ['.js', '.ts', '.mjs'] as const;
/** What is built stands before what it was built from. */
const styleExtensions = ['.acss', '.less'] as const;

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

/** A mini-program as app.json describes it. Script and style are null where there is no such file. */
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

/** What loading one project needs at hand. */
interface Loading {
  files: Workspace;
  report: Report;
  units: Map<string, Unit>;
  app: { file: string; source: SourceFile; json: JsonObject };
}

function idOf(base: string, files: Workspace): string {
  const inModules = base.lastIndexOf(`node_modules${sep}`);
  return inModules === -1 ? files.nameOf(base) : base.slice(inModules + 'node_modules/'.length).replaceAll(sep, '/');
}

function firstOf(base: string, extensions: readonly string[], files: Workspace): string | null {
  return extensions.map((extension) => base + extension).find(files.exists) ?? null;
}

/** The unit a component path means, loaded with everything it uses; null after reporting that it does not exist. */
function loadComponent(path: string, fromFile: string, source: SourceFile, loading: Loading): Unit | null {
  const { files, report } = loading;
  const place = offsetOfString(source, path);
  if (/^(dynamic-)?plugin:\/\//.test(path)) {
    report.warning(source, place, 'plugins are not supported by the simulator');
    return null;
  }
  const script = files.resolve(path, fromFile, scriptExtensions);
  if (script) return loadUnit(script.replace(/\.\w+$/, ''), 'component', script, loading);
  report.error(source, place, `cannot find the component "${path}"`);
  return null;
}

function link(unit: Unit, json: JsonObject, fromFile: string, source: SourceFile, loading: Loading): void {
  for (const [tag, path] of usingComponents(json)) {
    const used = loadComponent(path, fromFile, source, loading);
    if (used) unit.components.set(tag, used.id);
  }
}

/** Warns of what a unit's files ask for and the simulator does not do. */
function lintUnit(unit: Unit, base: string, source: SourceFile, { files, report }: Loading): void {
  const { json, kind, axml } = unit;
  const warn = (name: string, message: string): void => report.warning(source, offsetOfString(source, name), message);
  if (kind === 'component' && json.component !== true) {
    report.warning(source, 0, 'a component needs "component": true in its json');
  }
  if (json.componentGenerics) warn('componentGenerics', 'componentGenerics are not supported by the simulator');
  if (!axml) report.error(source, 0, `${files.nameOf(base)}.axml does not exist`);
}

function loadUnit(base: string, kind: Unit['kind'], script: string, loading: Loading): Unit {
  const { files, report, units, app } = loading;
  const id = idOf(base, files);
  const known = units.get(id);
  if (known) return known;
  const jsonFile = `${base}.json`;
  const source = files.exists(jsonFile) ? files.read(jsonFile) : { path: files.nameOf(jsonFile), text: '{}' };
  const json = parseJson(source, report);
  const [axml, acss] = [firstOf(base, ['.axml'], files), firstOf(base, styleExtensions, files)];
  const unit: Unit = { id, kind, script, axml, acss, json, components: new Map() };
  units.set(id, unit);
  lintUnit(unit, base, source, loading);
  link(unit, app.json, app.file, app.source, loading);
  link(unit, json, jsonFile, source, loading);
  // Again, so that it comes after everything it uses.
  units.delete(id);
  units.set(id, unit);
  return unit;
}

/** Reads app.json and everything it leads to. Problems go to the report; what cannot be found is left out. */
export function loadProject(files: Workspace, report: Report): Project {
  const at = (path: string): string => join(files.root, path);
  const file = at('app.json');
  if (!files.exists(file)) {
    report.error(
      { path: 'app.json', text: '' },
      0,
      `there is no app.json in ${files.root}; is it a mini-program root?`,
    );
    return { app: {}, appScript: null, appStyle: null, units: [] };
  }
  const source = files.read(file);
  const app = parseJson(source, report);
  const loading: Loading = { files, report, units: new Map(), app: { file, source, json: app } };
  for (const path of pagePaths(app)) {
    const script = firstOf(at(path), scriptExtensions, files);
    if (script) loadUnit(at(path), 'page', script, loading);
    else report.error(source, offsetOfString(source, path), `the page "${path}" has no .js or .ts file`);
  }
  if (pagePaths(app).length === 0) report.error(source, 0, 'app.json lists no pages');
  return {
    app,
    appScript: firstOf(at('app'), scriptExtensions, files),
    appStyle: firstOf(at('app'), styleExtensions, files),
    units: [...loading.units.values()],
  };
}
