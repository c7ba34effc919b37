import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { diagnosticAt, type Report } from './diagnostic';
import type { Workspace } from './workspace';

/** What is used of the package `less`. */
interface Less {
  render(text: string, options: { filename: string; paths: string[] }): Promise<{ css: string; imports: string[] }>;
}

/** How `less` describes a mistake. */
interface LessProblem {
  message: string;
  filename?: string;
  index?: number;
}

/** The package `less` as the mini-program has it installed, else the simulator's own. */
function lessFor(root: string): Less {
  const require = createRequire(join(root, 'app.json'));
  try {
    return require(require.resolve('less')) as Less;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw problem;
    return createRequire(__filename)('less') as Less;
  }
}

/** Turns one style into ACSS; a mistake is reported where it stands and leaves no style. */
async function converted(less: Less, file: string, files: Workspace, report: Report): Promise<string> {
  try {
    const { css, imports } = await less.render(files.read(file).text, { filename: file, paths: [dirname(file)] });
    // Watched from now on like any other file.
    for (const path of imports) if (files.exists(path)) files.read(path);
    return css;
  } catch (problem) {
    const { message, filename = file, index = 0 } = problem as LessProblem;
    const source = files.read(files.exists(filename) ? filename : file);
    report.add(diagnosticAt('error', source, index, message));
    return '';
  }
}

/**
 * `files` with every style of `sheets` that is written in Less read as ACSS. A mini-program that brings the package `less` along is
 * compiled by its own.
 */
export async function withLess(sheets: readonly string[], files: Workspace, report: Report): Promise<Workspace> {
  const styles = sheets.filter((file) => file.endsWith('.less'));
  if (styles.length === 0) return files;
  const less = lessFor(files.root);
  const texts = new Map<string, string>();
  for (const file of styles) {
    texts.set(file, await converted(less, file, files, report));
  }
  return { ...files, read: (file) => ({ path: files.nameOf(file), text: texts.get(file) ?? files.read(file).text }) };
}
