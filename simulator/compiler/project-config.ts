import { dirname, join, resolve } from 'node:path';
import type { Report } from './diagnostic';
import { isObject, parseJson } from './json';
import type { Workspace } from './workspace';

/** What mini.project.json says that matters to compiling (reference mini-program 1.2). */
export interface ProjectConfig {
  /** `compileOptions.resolveAlias` with absolute targets; a trailing `*` stands for the rest of the name. */
  aliases: { pattern: string; target: string }[];
}

/** mini.project.json stands in the root or, with a `miniprogramRoot`, in a folder above it. */
function configFile(files: Workspace): string | null {
  const parent = dirname(files.root);
  const places = [files.root, parent, dirname(parent)].map((folder) => join(folder, 'mini.project.json'));
  const found = places.find(files.exists);
  return found ?? null;
}

/** Reads mini.project.json; without one, or when it describes another root, there is nothing to know. */
export function loadProjectConfig(files: Workspace, report: Report): ProjectConfig {
  const file = configFile(files);
  if (!file) return { aliases: [] };
  const source = files.read(file);
  const config = parseJson(source, report);
  const described = resolve(dirname(file), typeof config.miniprogramRoot === 'string' ? config.miniprogramRoot : '.');
  if (described !== files.root) return { aliases: [] };
  const options = isObject(config.compileOptions) ? config.compileOptions : {};
  if (options.component2 !== true) {
    report.warning(source, 0, 'compileOptions.component2 should be true; the simulator runs components that way');
  }
  const aliases = isObject(options.resolveAlias) ? Object.entries(options.resolveAlias) : [];
  return {
    aliases: aliases
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([pattern, target]) => ({ pattern, target: resolve(dirname(file), target) })),
  };
}

/** The path an import means by an alias, or null when none applies. */
export function aliased(specifier: string, { aliases }: ProjectConfig): string | null {
  for (const { pattern, target } of aliases) {
    if (pattern === specifier) return target;
    const isOpen = pattern.endsWith('*') && specifier.startsWith(pattern.slice(0, -1));
    if (isOpen) return target.replace(/\*$/, '') + specifier.slice(pattern.length - 1);
  }
  return null;
}
