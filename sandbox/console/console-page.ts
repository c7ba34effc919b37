import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIVE_PANELS, page } from './page';
import { type Language, STRINGS } from './strings';
import type { View } from './view';

/** What the page shows; the apps are known only once the server listens. */
export type ConsoleParts = Omit<View, 't' | 'language' | 'apps' | 'fshowsApps'> & {
  apps(): View['apps'];
  fshowsApps(): View['fshowsApps'];
};

/** The page loads nothing from elsewhere, runs no script but its own, and is shown in no frame: it carries keys. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Serves the sandbox's first page: what to paste into which SDK, the trades, the traffic, and the switches. */
export function consolePage(server: FastifyInstance, parts: ConsoleParts): void {
  const view = (language: Language): View => ({
    ...parts,
    apps: parts.apps(),
    fshowsApps: parts.fshowsApps(),
    language,
    t: STRINGS[language],
  });
  server.addHook('onRequest', async (_request, reply) => void reply.headers(HEADERS));
  server.get('/', async (request, reply) => {
    const language = languageOf(request);
    return reply.type('text/html; charset=utf-8').send(page(view(language), language));
  });
  server.get('/console/live', async (request, reply) => live(request, reply, view(languageOf(request))));
  for (const sheet of ['console.css', 'rows.css', 'cards.css']) asset(server, sheet, 'text/css; charset=utf-8');
  asset(server, 'console.js', 'text/javascript; charset=utf-8');
}

/** The panels that change, or 304 when none has since the caller last asked. */
function live(request: FastifyRequest, reply: FastifyReply, view: View): FastifyReply {
  const panels = Object.entries(LIVE_PANELS).map(([name, panel]) => [name, panel(view).markup]);
  const body = JSON.stringify(Object.fromEntries(panels));
  const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  reply.header('etag', etag);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(body);
}

function languageOf(request: FastifyRequest): Language {
  return (request.query as { lang?: unknown }).lang === 'en' ? 'en' : 'zh';
}

/** Read when it is asked for: a sandbox whose page nobody opens does not pay for it. */
function asset(server: FastifyInstance, name: string, type: string): void {
  server.get(`/${name}`, async (_request, reply) => reply.type(type).send(readFileSync(join(__dirname, name))));
}
