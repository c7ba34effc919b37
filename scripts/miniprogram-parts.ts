import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** A page or component: files of one base name, in the source tree and in the built app. */
export interface MiniprogramPart {
  kind: 'page' | 'component';
  /** Absolute, without extension. */
  source: string;
  /** From the root of the built app, without extension. */
  out: string;
  /** Its configuration, with every component path from the root of the built app. */
  json: Record<string, unknown>;
}

/** Extensions of script sources, best first. */
export const SCRIPT_EXTENSIONS = ['.ts', '.js'];

/** Which files a part must have, besides its script. */
const REQUIRED_EXTENSIONS = { page: ['.axml', '.json'], component: ['.axml', '.json'] } as const;

interface Reference {
  kind: MiniprogramPart['kind'];
  source: string;
  neededBy: string;
}

/**
 * The app's configuration and all of its pages and components: what `pages` and `usingComponents` name, and what those
 * name in turn, npm packages included. `everyPageUses` has further components for each page. Throws when something named does
 * not exist, saying who needs it.
 */
export async function miniprogramParts(
  projectRoot: string,
  everyPageUses: Readonly<Record<string, string>> = {},
): Promise<{ appJson: Record<string, unknown>; parts: MiniprogramPart[] }> {
  const app = await readJson(join(projectRoot, 'app.json'));
  const pages = (app.pages ?? []) as string[];
  const shared = usedComponents(projectRoot, join(projectRoot, 'app'), app);
  const queue: Reference[] = [
    ...pages.map((page) => ({ kind: 'page' as const, source: join(projectRoot, page), neededBy: 'app.json' })),
    ...shared.references,
  ];
  const parts = new Map<string, MiniprogramPart>();
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (parts.has(next.source)) continue;
    assertComplete(projectRoot, next);
    const json = await readJson(`${next.source}.json`);
    const declared = next.kind === 'page' ? withComponents(json, everyPageUses) : json;
    const used = usedComponents(projectRoot, next.source, declared);
    parts.set(next.source, {
      kind: next.kind,
      source: next.source,
      out: outPath(projectRoot, next.source),
      json: used.json,
    });
    queue.push(...used.references);
  }
  return { appJson: shared.json, parts: [...parts.values()] };
}

/** Where a source file or part goes in the built app: npm packages lie beside the app's own folders, without `es/`. */
export function outPath(projectRoot: string, source: string): string {
  const fromPackages = relative(join(projectRoot, 'node_modules'), source);
  if (!fromPackages.startsWith('..')) return fromPackages.replace(/^(@[^/]+\/)?([^/]+)\/es\//, '$1$2/');
  return relative(projectRoot, source);
}

function withComponents(json: Record<string, unknown>, more: Readonly<Record<string, string>>) {
  return { ...json, usingComponents: { ...(json.usingComponents as object | undefined), ...more } };
}

function usedComponents(projectRoot: string, user: string, json: Record<string, unknown>) {
  const declared = (json.usingComponents ?? {}) as Record<string, string>;
  const references: Reference[] = [];
  const usingComponents: Record<string, string> = {};
  for (const [tag, path] of Object.entries(declared)) {
    const source = componentSource(projectRoot, user, path);
    references.push({ kind: 'component', source, neededBy: `${relative(projectRoot, user)}.json` });
    usingComponents[tag] = `/${outPath(projectRoot, source)}`;
  }
  return { references, json: { ...json, ...(references.length > 0 && { usingComponents }) } };
}

/** Component paths may be absolute, relative or npm paths, and may name a folder (reference mini-program 1.1). */
function componentSource(projectRoot: string, user: string, path: string): string {
  const base = path.startsWith('/')
    ? join(projectRoot, path)
    : path.startsWith('.')
      ? join(dirname(user), path)
      : join(projectRoot, 'node_modules', path);
  return existsSync(`${base}.axml`) ? base : join(base, 'index');
}

function assertComplete(projectRoot: string, { kind, source, neededBy }: Reference): void {
  const name = relative(projectRoot, source);
  const missing: string[] = REQUIRED_EXTENSIONS[kind].filter((extension) => !existsSync(source + extension));
  if (!SCRIPT_EXTENSIONS.some((extension) => existsSync(source + extension))) missing.push('.ts');
  if (missing.length > 0) {
    throw new Error(`${neededBy} names the ${kind} ${name}, which has no ${missing.map((m) => name + m).join(', ')}`);
  }
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause });
  }
}
