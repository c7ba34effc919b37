import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, resolve } from 'node:path';
import { type CompiledRoot, rootCompiler } from './compiler/compile-root';
import { type Diagnostic, formatDiagnostic } from './compiler/diagnostic';
import { hostBundle } from './compiler/host-bundle';
import { findAsset, sendAsset } from './server/assets';
import { folderWatcher, reloadChannel } from './server/change-events';
import { refuse, send } from './server/exchange';
import { htmlPage } from './server/html-page';
import { iconStyles } from './server/icon-styles';
import { isFromOwnPage } from './server/own-origin';
import { proxyRequest } from './server/request-proxy';
import { proxySandbox } from './server/sandbox-proxy';

export interface SimulatorOptions {
  /** Folder with app.json. */
  root: string;
  /** Base address of the sandbox whose trades the cashier pays. */
  sandboxUrl?: string;
  /** Contents of files by path relative to the root, in place of what is on disk. */
  overlay?: Readonly<Record<string, string>>;
  /** Compile again and reload open pages when a file changes. */
  watch?: boolean;
  /** Hears what was compiled, with errors and warnings as text. */
  log?(line: string): void;
}

export interface Simulator {
  /** Answers `/`, `/__simulator/*` and the root's images and fonts; false for any other path, with nothing sent. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** What the latest compilation found; with errors, the page shows them in place of the mini-program. */
  errors(): Diagnostic[];
  warnings(): Diagnostic[];
  close(): Promise<void>;
}

const javascript = 'text/javascript; charset=utf-8';
const css = 'text/css; charset=utf-8';
const base = '/__simulator/';

/** The mini-program's script: what the phone should know about it, then its code. */
function bundleText(compiled: CompiledRoot, settings: Record<string, unknown>): string {
  const { errors, warnings, js } = compiled;
  const configure = `__miniRuntime.configure(${JSON.stringify({ ...settings, errors, warnings })});`;
  return js === null ? configure : `${configure}${js}\n//# sourceMappingURL=${base}mini-program.js.map\n`;
}

/** Serves one mini-program root as a web page with a phone in it. It compiles before the promise resolves. */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const root = resolve(options.root);
  const compiler = rootCompiler(root, options.overlay);
  const reloads = reloadChannel();
  const isWatched = options.watch === true;
  let compiled: CompiledRoot;

  const compile = async (): Promise<void> => {
    compiled = await compiler.compile();
    for (const finding of [...compiled.errors, ...compiled.warnings]) options.log?.(formatDiagnostic(finding));
    if (isWatched) watcher.follow(compiled.files);
  };
  let compiling = Promise.resolve();
  const watcher = folderWatcher(() => {
    compiling = compiling.then(compile).then(reloads.reload, (problem: unknown) => options.log?.(String(problem)));
  });

  const [host] = await Promise.all([hostBundle(), compile()]);
  const title = (): string => compiled.title || basename(root);
  const settings = (): Record<string, unknown> => ({ appId: basename(root), appName: title(), isWatched });

  const texts: Record<string, () => readonly [type: string, text: string]> = {
    'host.js': () => [javascript, host.js],
    'host.css': () => [css, host.css],
    'mini-program.js': () => [javascript, bundleText(compiled, settings())],
    'mini-program.js.map': () => ['application/json', compiled.sourceMap],
    'mini-program.css': () => [css, compiled.css],
    'icons.css': () => [css, iconStyles()],
  };

  const handleOwn = async (name: string, search: string, request: IncomingMessage, response: ServerResponse) => {
    const text = texts[name];
    if (text) {
      const [type, body] = text();
      return send(response, 200, type, body);
    }
    if (!isFromOwnPage(request))
      return refuse(response, 403, 'foreign_origin', 'only the simulator itself may call this');
    if (name === 'events') return reloads.open(response);
    if (name === 'request') return proxyRequest(request, response);
    if (name.startsWith('sandbox/')) {
      return proxySandbox(request, response, options.sandboxUrl, `${name.slice('sandbox/'.length)}${search}`);
    }
    return refuse(response, 404, 'not_found', `there is no ${base}${name}`);
  };

  return {
    handle: async (request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://simulator');
      if (pathname.startsWith(base)) {
        await handleOwn(pathname.slice(base.length), search, request, response);
        return true;
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      if (pathname === '/') {
        send(response, 200, 'text/html; charset=utf-8', htmlPage(title()));
        return true;
      }
      const asset = findAsset(root, decodePath(pathname));
      if (asset) sendAsset(response, asset);
      return asset !== null;
    },
    errors: () => compiled.errors,
    warnings: () => compiled.warnings,
    close: async () => {
      watcher.close();
      reloads.close();
      await compiling;
      await compiler.close();
    },
  };
}

/** A path that cannot be decoded names no file. */
function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '';
  }
}
