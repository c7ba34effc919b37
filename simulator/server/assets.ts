import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

/** What Alipay packs by default (reference mini-program 1.2), and their media types. */
const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.eot': 'application/vnd.ms-fontobject',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
};

/** The asset of the root that `path` names, or null. */
export function findAsset(root: string, path: string): { file: string; type: string } | null {
  const type = types[extname(path).toLowerCase()];
  if (!type || path.includes('\0')) return null;
  const file = join(root, path);
  if (!file.startsWith(root + sep)) return null;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? { file, type } : null;
}

/** Answers with a file. Browsers ask again each time; a file that cannot be read cuts the connection. */
export function sendAsset(response: ServerResponse, { file, type }: { file: string; type: string }): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}
