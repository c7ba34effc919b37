/** The project's own sources and what each of them imports, read as text so that type-only imports count as well. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface SourceFile {
  /** From the project's root, with `/`. */
  path: string;
  text: string;
  /** Own files it imports, from the project's root; only those that exist. */
  imports: string[];
  /** Packages and `node:` modules it imports. */
  packages: string[];
}

export const projectRoot = join(__dirname, '..', '..');

const SPECIFIER = /(?:\bfrom|\bimport|\bimport\(|\brequire\(|\bexport \* from)\s*['"]([^'"\n]+)['"]/g;

/** All files of the tree that git tracks or would track, as paths from the root. */
export function projectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: projectRoot });
  const paths = [...new Set(listed.toString('utf8').split('\n'))];
  return paths.filter((path) => path !== '' && existsSync(join(projectRoot, path))).sort();
}

/** The TypeScript sources with their imports resolved. */
export function sourceFiles(): SourceFile[] {
  return projectFiles()
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  const specifiers = [...withoutComments(text).matchAll(SPECIFIER)].map((match) => match[1] as string);
  const own = specifiers.filter((specifier) => specifier.startsWith('.'));
  return {
    path,
    text,
    imports: own.map((specifier) => resolveImport(path, specifier)).filter((target) => target !== null),
    packages: specifiers.filter((specifier) => !specifier.startsWith('.')),
  };
}

/** Source text with comments blanked, so that an example in a comment is no import and a word in prose no offence. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');
}

function resolveImport(from: string, specifier: string): string | null {
  const base = join(projectRoot, dirname(from), specifier);
  const candidates = [base, `${base}.ts`, `${base}.tsx`, join(base, 'index.ts')];
  const found = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  return found ? relative(projectRoot, found).replaceAll('\\', '/') : null;
}
