import { type FSWatcher, watch } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { dirname, sep } from 'node:path';

/** Editors write a file in several steps; one edit is one change. */
const settleMs = 40;

/** Watches the folders of files; `onChange` comes once per edit. */
export function folderWatcher(onChange: () => void) {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | null = null;

  const settle = (): void => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(onChange, settleMs);
  };

  return {
    /** Watches exactly the folders of these files, but no installed packages. */
    follow: (files: readonly string[]): void => {
      const wanted = new Set(
        files.map((file) => dirname(file)).filter((folder) => !folder.includes(`${sep}node_modules`)),
      );
      for (const folder of wanted) {
        if (!watchers.has(folder))
          watchers.set(
            folder,
            watch(folder, settle).on('error', () => undefined),
          );
      }
      for (const [folder, watcher] of watchers) {
        if (wanted.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
    },
    close: (): void => {
      if (timer) clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** Open pages that wait to be told to reload, by server-sent events. */
export function reloadChannel() {
  const pages = new Set<ServerResponse>();
  return {
    open: (response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': open\n\n');
      pages.add(response);
      response.on('close', () => pages.delete(response));
    },
    /** `styles` when nothing but the style sheet is new, so that pages need not start anew. */
    tell: (what: 'reload' | 'styles'): void => {
      for (const page of pages) page.write(`data: ${what}\n\n`);
    },
    close: (): void => {
      for (const page of pages) page.end();
    },
  };
}
