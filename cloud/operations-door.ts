import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Space } from './client/client-request';
import type { CloudDatabase } from './database';
import type { Metrics } from './metrics';

/** How long the database may take to show a sign of life. */
const HEALTH_TIMEOUT_MS = 2_000;

/** `/health` for whoever balances load, `/metrics` for whoever measures; the latter on this machine only. */
export function operationsDoor(server: FastifyInstance, db: CloudDatabase, metrics: Metrics): void {
  server.get('/health', async (_request, reply) => {
    const isAlive = await answersInTime(db);
    return await reply.code(isAlive ? 200 : 503).send({ status: isAlive ? 'ok' : 'unavailable', database: isAlive });
  });
  server.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) return await reply.code(404).send({ error: 'not_found' });
    return await reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
  });
}

/**
 * `GET /api/space`: all that a client needs to connect. It gives the client secret away, so it exists in development
 * only, and only for somebody who asked this machine by its own name (a web page elsewhere cannot).
 */
export function spaceDoor(server: FastifyInstance, space: Space): void {
  server.get('/api/space', async (request, reply) => {
    if (!isLocal(request)) return await reply.code(404).send({ error: 'not_found' });
    const { spaceId, clientSecret, appId } = space;
    return await reply.send({ endpoint: `http://${request.host}`, spaceId, clientSecret, appId });
  });
}

function isLocal(request: FastifyRequest): boolean {
  const isLocalPeer = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
  return isLocalPeer && ['127.0.0.1', 'localhost', '[::1]'].includes(request.hostname);
}

async function answersInTime(db: CloudDatabase): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, HEALTH_TIMEOUT_MS, false);
  });
  const alive = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([alive, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
