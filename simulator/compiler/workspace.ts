import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from './diagnostic';

/** The files of one mini-program: the root on disk with some files replaced or added by an overlay. */
export interface Workspace {
  readonly root: string;
  exists(file: string): boolean;
  /** @throws when the file does not exist */
  read(file: string): SourceFile;
  /** The name people know a file by, `/`-separated: relative to the root, or `node_modules/…` for installed packages. */
  nameOf(file: string): string;
  /**
   * The file that `specifier` in `fromFile` means, trying `extensions` and then `index` inside a folder: `./x`, `../x`,
   * `/x` from the root, or a name that is looked for beside the file, then in the root, then in node_modules.
   */
  resolve(specifier: string, fromFile: string, extensions: readonly string[]): string | null;
  /** The nearest folder above a file that is on disk; an overlaid file may stand in one that is not. */
  folderOf(file: string): string;
  /** All files read so far, for watching. */
  filesRead(): string[];
}

/** @param overlay contents by path relative to the root; they win over what is on disk */
export function workspace(root: string, overlay: Readonly<Record<string, string>> = {}): Workspace {
  const base = resolve(root);
  const overlaid = new Map(Object.entries(overlay).map(([path, text]) => [join(base, path), text]));
  const seen = new Set<string>();

  const isFile = (file: string): boolean =>
    overlaid.has(file) || (existsSync(file) && statSync(file, { throwIfNoEntry: false })?.isFile() === true);

  const nameOf = (file: string): string => {
    const name = relative(base, file).split(sep).join('/');
    return name.startsWith('../') ? name.replace(/^.*(?=node_modules\/)/, '') : name;
  };

  const read = (file: string): SourceFile => {
    seen.add(file);
    return { path: nameOf(file), text: overlaid.get(file) ?? readFileSync(file, 'utf8') };
  };

  const candidates = (path: string, extensions: readonly string[]): string[] => {
    const exact = extensions.includes(extname(path)) ? [path] : [];
    return [...exact, ...extensions.map((ext) => path + ext), ...extensions.map((ext) => join(path, `index${ext}`))];
  };

  const nodeModules = (fromFile: string): string[] => createRequire(fromFile).resolve.paths('x') ?? [];

  const locate = (specifier: string, fromFile: string, extensions: readonly string[]): string | null => {
    const isBare = !/^[./]/.test(specifier);
    const places = specifier.startsWith('/') ? [base] : [dirname(fromFile)];
    if (isBare) places.push(base, ...nodeModules(fromFile));
    for (const place of places) {
      const found = candidates(join(place, specifier), extensions).find(isFile);
      if (found) return found;
    }
    return null;
  };

  const folderOf = (file: string): string => {
    const folder = dirname(file);
    return existsSync(folder) ? folder : folderOf(folder);
  };

  return { root: base, exists: isFile, read, nameOf, resolve: locate, folderOf, filesRead: () => [...seen] };
}
