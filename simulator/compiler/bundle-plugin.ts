import { extname, isAbsolute, join, relative } from 'node:path';
import type { Loader, OnLoadResult, Plugin } from 'esbuild';
import { axmlLoader } from './axml-document';
import { reservedImports } from './browser-globals';
import type { Report, SourceFile } from './diagnostic';
import { entryModule } from './entry-module';
import { generateAxml } from './generate-axml';
import { axmlScheme, entryName, fileScheme } from './module-names';
import type { Project } from './project';
import { aliased, type ProjectConfig } from './project-config';
import type { Remember } from './remembered';
import { compileSjs } from './sjs';
import type { Workspace } from './workspace';

/** What one build works on; made anew for every build so that edits are seen. */
export interface BundleInput {
  files: Workspace;
  report: Report;
  project: Project;
  config: ProjectConfig;
  remember: Remember;
}

const scriptExtensions = ['.js', '.ts', '.mjs', '.cjs', '.json', '.sjs'];

function warnOfReservedImports(source: SourceFile, report: Report): void {
  for (const found of source.text.matchAll(/\bimport\s*\{([^}]*)\}\s*from/g)) {
    for (const clause of (found[1] ?? '').split(',')) {
      const [name = '', renamed] = clause.trim().split(/\s+as\s+/);
      if (!reservedImports.has(name) || (renamed && !reservedImports.has(renamed))) continue;
      const message = `the imported name "${name}" is undefined in Alipay; rename it with "as"`;
      report.warning(source, found.index, message);
    }
  }
}

/** Teaches esbuild the module names, file kinds and path rules of a mini-program. */
export function bundlePlugin(input: () => BundleInput): Plugin {
  const script = (path: string): OnLoadResult => {
    const { files, report } = input();
    const source = files.read(path);
    warnOfReservedImports(source, report);
    const extension = extname(path).slice(1);
    const loader: Loader = extension === 'ts' || extension === 'json' ? extension : 'js';
    return { contents: source.text, loader, resolveDir: files.folderOf(path) };
  };

  const axml = (id: string): OnLoadResult => {
    const { files, report, project, remember } = input();
    const unit = project.units.find((one) => one.id === id);
    const { axml: file, components } = unit ?? {};
    if (!file || !components) return { contents: 'export const render = () => [];' };
    const contents = remember(`axml|${id}|${JSON.stringify([...components])}`, files, report, (read, found) =>
      generateAxml(axmlLoader(read, found)(file), (tag) => components.get(tag), found),
    );
    return { contents, loader: 'js', resolveDir: files.root };
  };

  return {
    name: 'mini-program',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${entryName}$`) }, () => ({ path: entryName, namespace: entryName }));
      build.onResolve({ filter: new RegExp(`^${axmlScheme}`) }, ({ path }) => ({
        path: path.slice(axmlScheme.length),
        namespace: 'simulator-axml',
      }));
      build.onResolve({ filter: new RegExp(`^${fileScheme}`) }, ({ path }) => ({
        path: path.slice(fileScheme.length),
      }));
      build.onResolve({ filter: /^[./]/ }, ({ path, importer }) => {
        const { files } = input();
        const from = isAbsolute(importer) ? importer : join(files.root, 'app.js');
        const found = files.resolve(path, from, scriptExtensions);
        return found ? { path: found } : null;
      });
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
        const { files, config } = input();
        const target = importer.includes('/node_modules/') ? null : aliased(path, config);
        const found = target && files.resolve(`/${relative(files.root, target)}`, importer, scriptExtensions);
        return found ? { path: found } : null;
      });
      build.onLoad({ filter: /.*/, namespace: entryName }, () => ({
        contents: entryModule(input().project),
        resolveDir: input().files.root,
      }));
      build.onLoad({ filter: /.*/, namespace: 'simulator-axml' }, ({ path }) => axml(path));
      build.onLoad({ filter: /\.sjs$/ }, ({ path }) => {
        const { files, report } = input();
        return { contents: compileSjs(files.read(path), report), loader: 'js', resolveDir: files.folderOf(path) };
      });
      build.onLoad({ filter: /\.(js|ts|mjs|cjs|json)$/, namespace: 'file' }, ({ path }) => script(path));
    },
  };
}
