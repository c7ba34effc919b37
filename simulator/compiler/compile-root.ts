import { type BuildContext, type BuildFailure, context, type Message } from 'esbuild';
import { compileAcss } from './acss';
import { browserGlobals } from './browser-globals';
import { type BundleInput, bundlePlugin } from './bundle-plugin';
import { type Diagnostic, frameAt, report as newReport } from './diagnostic';
import { isObject } from './json';
import { withLess } from './less';
import { entryName } from './module-names';
import { loadProject, type Unit } from './project';
import { loadProjectConfig } from './project-config';
import { rememberedWork } from './remembered';
import { workspace } from './workspace';

/** What one compilation gives. Whatever is wrong with the mini-program is a finding here. */
export interface CompiledRoot {
  /** Null when an error makes the mini-program impossible to run. */
  js: string | null;
  sourceMap: string;
  css: string;
  /** `window.defaultTitle` of app.json, or empty. */
  title: string;
  errors: Diagnostic[];
  warnings: Diagnostic[];
  /** Files the result depends on. */
  files: string[];
}

/** Compiles a root again and again; what has not changed since is not worked on twice. */
export interface RootCompiler {
  compile(): Promise<CompiledRoot>;
  close(): Promise<void>;
}

/** Rules of one mini-program in the order Alipay applies them: app, components, pages. */
function styles({ files, report, project, remember }: BundleInput): string {
  const sheet = (file: string, unit?: Unit): string => {
    const key = ['acss', file, unit?.id, unit?.kind, unit?.json.styleIsolation].join('|');
    return remember(key, files, report, (read, found) =>
      compileAcss(file, { files: read, report: found, ...(unit ? { unit } : {}) }),
    );
  };
  const app = project.appStyle ? [sheet(project.appStyle)] : [];
  const units = project.units.flatMap((unit) => (unit.acss === null ? [] : [sheet(unit.acss, unit)]));
  return [...app, ...units].join('\n');
}

function fromEsbuild(message: Message, severity: Diagnostic['severity'], nameOf: (file: string) => string): Diagnostic {
  const { location, text } = message;
  if (!location) return { severity, message: text, file: '', line: 1, column: 1, frame: '' };
  const column = location.column + 1;
  const frame = frameAt(location.lineText, 1, column).replace(/^> 1/, `> ${location.line}`);
  return { severity, message: text, file: nameOf(location.file), line: location.line, column, frame };
}

/**
 * Compiles mini-program roots to one script and one style sheet for a browser. Compiling again after an edit reuses what
 * esbuild has kept.
 *
 * @param overlay contents of files by path relative to the root, in place of what is on disk
 */
export function rootCompiler(root: string, overlay: Readonly<Record<string, string>> = {}): RootCompiler {
  let input: BundleInput;
  const remember = rememberedWork();
  let building: Promise<BuildContext> | null = null;

  const start = (): Promise<BuildContext> =>
    context({
      entryPoints: [entryName],
      absWorkingDir: input.files.root,
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      sourcemap: 'external',
      outfile: 'mini-program.js',
      charset: 'utf8',
      define: browserGlobals(),
      logLevel: 'silent',
      plugins: [bundlePlugin(() => input)],
    });

  const bundle = async (): Promise<{ js: string | null; sourceMap: string }> => {
    const { files, report } = input;
    try {
      building ??= start();
      const result = await (await building).rebuild();
      for (const message of result.warnings) report.add(fromEsbuild(message, 'warning', (file) => file));
      const text = (ending: string): string =>
        result.outputFiles?.find((file) => file.path.endsWith(ending))?.text ?? '';
      return { js: text('.js'), sourceMap: text('.map') };
    } catch (error) {
      const failure = error as BuildFailure;
      if (!failure.errors) throw error;
      for (const message of failure.errors)
        report.add(fromEsbuild(message, 'error', (file) => files.nameOf(`${files.root}/${file}`)));
      return { js: null, sourceMap: '' };
    }
  };

  return {
    compile: async () => {
      const files = workspace(root, overlay);
      const report = newReport();
      input = {
        files,
        report,
        project: loadProject(files, report),
        config: loadProjectConfig(files, report),
        remember,
      };
      const { js, sourceMap } = await bundle();
      const { appStyle, units } = input.project;
      const sheets = [appStyle, ...units.map(({ acss }) => acss)].filter((file) => file !== null);
      const css = styles({ ...input, files: await withLess(sheets, files, report) });
      const errors = report.list().filter(({ severity }) => severity === 'error');
      const warnings = report.list().filter(({ severity }) => severity === 'warning');
      const { window } = input.project.app;
      const title = isObject(window) ? String(window.defaultTitle ?? '') : '';
      const isUsable = errors.length === 0;
      return { js: isUsable ? js : null, sourceMap, css, title, errors, warnings, files: files.filesRead() };
    },
    close: async () => {
      await (await building)?.dispose();
    },
  };
}
