import { join } from 'node:path';
import { build } from 'esbuild';

/** The simulator's own page: scripts, their source map and styles, each as text. */
export interface HostBundle {
  js: string;
  sourceMap: string;
  css: string;
}

let made: Promise<HostBundle> | null = null;

async function make(): Promise<HostBundle> {
  const result = await build({
    entryPoints: [join(__dirname, '..', 'runtime', 'boot.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    outfile: 'host.js',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'external',
    charset: 'utf8',
    loader: { '.svg': 'dataurl', '.png': 'dataurl' },
    logLevel: 'silent',
  });
  const text = (ending: string): string => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { js: text('.js'), sourceMap: text('.js.map'), css: text('.css') };
}

/** The simulator's own browser code: phone, runtime, built-ins and `my`. Built once per process. */
export function hostBundle(): Promise<HostBundle> {
  made ??= make();
  return made;
}
