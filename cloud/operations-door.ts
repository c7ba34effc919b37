import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics';
import type { ReadinessCheck } from './readiness';
import type { Space } from './space';

/**
 * `/healthz` says that the process lives, for whoever restarts it. `/readyz` (also `/health`) says whether it can serve, for whoever
 * balances load. `/metrics` is for whoever measures: on this machine, or with the token.
 */
export function operationsDoor(
  server: FastifyInstance,
  { check }: ReadinessCheck,
  metrics: Metrics,
  metricsToken?: string,
): void {
  server.get('/healthz', async (_request, reply) => await reply.send({ status: 'ok' }));
  for (const url of ['/readyz', '/health']) {
    server.get(url, async (_request, reply) => {
      const { ready, ...parts } = await check();
      return await reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', ...parts });
    });
  }
  server.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !carries(request, metricsToken)) return await reply.code(404).send({ error: 'not_found' });
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

/** Headers by which a proxy says that somebody else is asking. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/** Asked from this machine, by its own name, and not through a proxy that happens to run here as well. */
function isLocal(request: FastifyRequest): boolean {
  const isLocalPeer = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
  const isForwarded = FORWARDED.some((name) => request.headers[name] !== undefined);
  return isLocalPeer && !isForwarded && ['127.0.0.1', 'localhost', '[::1]'].includes(request.hostname);
}

function carries(request: FastifyRequest, token: string | undefined): boolean {
  if (!token) return false;
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
