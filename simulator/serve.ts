import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, resolve } from 'node:path';
import type { CompiledRoot } from './compiler/compile-root';
import type { Diagnostic } from './compiler/diagnostic';
import { hostBundle } from './compiler/host-bundle';
import { findAsset, sendAsset } from './server/assets';
import { refuse, send } from './server/exchange';
import { htmlPage } from './server/html-page';
import { iconStyles } from './server/icon-styles';
import { liveCompilation } from './server/live-compilation';
import { isFromOwnPage } from './server/own-origin';
import { proxyRequest } from './server/request-proxy';
import { proxySandbox } from './server/sandbox-proxy';
import { sourcePlace } from './server/source-place';

/** Which mini-program is served, and how. */
export interface SimulatorOptions {
  /** Folder with app.json. */
  root: string;
  /** Base address of the sandbox whose trades the cashier pays. */
  sandboxUrl?: string;
  /** Contents of files by path relative to the root, in place of what is on disk. */
  overlay?: Readonly<Record<string, string>>;
  /** Compile again and reload open pages when a file changes. */
  watch?: boolean;
  /** Hears errors and warnings of every compilation as text. */
  log?(line: string): void;
}

/** Serves one mini-program to any number of browsers. */
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
const html = 'text/html; charset=utf-8';
const json = 'application/json';
const base = '/__simulator/';

/** The mini-program's script: what the phone should know about it, then its code. */
function bundleText(compiled: CompiledRoot, settings: Record<string, unknown>): string {
  const { errors, warnings, js } = compiled;
  const configure = `__miniRuntime.configure(${JSON.stringify({ ...settings, errors, warnings })});`;
  return js === null ? configure : `${configure}${js}\n//# sourceMappingURL=${base}mini-program.js.map\n`;
}

/** A path that cannot be decoded names no file. */
function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '';
  }
}

/** Serves one mini-program root as a web page with a phone in it. It compiles before the promise resolves. */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { overlay = {}, watch = false, log = () => undefined, sandboxUrl } = options;
  const root = resolve(options.root);
  const [host, compilation] = await Promise.all([hostBundle(), liveCompilation({ root, overlay, watch, log })]);
  const { latest } = compilation;
  const name = (): string => latest().title || basename(root);

  const texts: Record<string, () => readonly [type: string, text: string]> = {
    'host.js': () => [javascript, `${host.js}\n//# sourceMappingURL=${base}host.js.map\n`],
    'host.js.map': () => [json, host.sourceMap],
    'host.css': () => [css, host.css],
    'icons.css': () => [css, iconStyles()],
    'mini-program.css': () => [css, latest().css],
    'mini-program.js.map': () => [json, latest().sourceMap],
    'mini-program.js': () => [
      javascript,
      bundleText(latest(), {
        appId: basename(root),
        appName: name(),
        hasSandbox: sandboxUrl !== undefined,
        isWatched: watch,
      }),
    ],
  };

  /** Paths under `/__simulator/`. */
  const handleOwn = async (path: string, search: string, request: IncomingMessage, response: ServerResponse) => {
    const text = texts[path];
    if (text) return send(response, 200, ...text());
    if (!isFromOwnPage(request)) return refuse(response, 403, 'foreign_origin', 'only the simulator may call this');
    if (path === 'place') return send(response, 200, json, JSON.stringify(sourcePlace(latest().sourceMap, search)));
    if (path === 'events') return compilation.openReloads(response);
    if (path === 'request') return proxyRequest(request, response);
    if (!path.startsWith('sandbox/')) return refuse(response, 404, 'not_found', `there is no ${base}${path}`);
    return proxySandbox(request, response, sandboxUrl, `${path.slice('sandbox/'.length)}${search}`);
  };

  return {
    handle: async (request, response) => {
      const [pathname = '/', ...query] = (request.url ?? '/').split('?');
      if (pathname.startsWith(base)) {
        const search = query.length > 0 ? `?${query.join('?')}` : '';
        // A page that goes away in the middle of its call wants no answer.
        await handleOwn(pathname.slice(base.length), search, request, response).catch(() => response.destroy());
        return true;
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      if (pathname === '/') {
        send(response, 200, html, htmlPage(name()));
        return true;
      }
      const asset = findAsset(root, decodePath(pathname));
      if (asset) sendAsset(response, asset);
      return asset !== null;
    },
    errors: () => latest().errors,
    warnings: () => latest().warnings,
    close: compilation.close,
  };
}
