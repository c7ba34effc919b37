import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics';
import { readRestOfBodies } from './rest-of-body';

/** Handles a request that no route takes; false when it does not want it either. */
export type Fallback = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** What the server takes from outside and whom it believes; a body of more than `maxBodyBytes` is refused. */
export interface ServerSettings {
  maxBodyBytes: number;
  /** Addresses and networks of proxies whose word about the caller's address is taken. */
  trustedProxies: readonly string[];
  fallback?: Fallback | undefined;
}

/** An empty server: a number on every reply, a line in the log for every request, and nothing about its inside on errors. */
export function cloudServer(log: Logger, metrics: Metrics, settings: ServerSettings): FastifyInstance {
  const { maxBodyBytes, trustedProxies, fallback } = settings;
  const server = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request-id' }),
    genReqId: () => randomUUID(),
    bodyLimit: maxBodyBytes,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
  });
  server.addHook('onRequest', async (request, reply) => {
    // Lower case as it stands: the client SDK looks for exactly this name.
    reply.header('request-id', request.id);
    // Before the body is read, which is the fallback's to read.
    if (request.is404 && fallback && (await fallback(request.raw, reply.raw))) reply.hijack();
  });
  readRestOfBodies(server);
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const { statusCode: status, elapsedTime } = reply;
    const fields = { method, route: routeOptions.url, status, ms: Math.round(elapsedTime) };
    metrics.answered(routeOptions.url ?? '(none)', status, elapsedTime);
    request.log.debug(fields, 'request');
  });
  server.setNotFoundHandler(async (_request, reply) => await reply.code(404).send({ error: 'not_found' }));
  return server;
}

/** Listens, or throws with the remedy when the port is taken. Gives the address. */
export async function listen(server: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} of ${host} is taken; set PORT to another one`, { cause: error });
  }
}

/** Stops listening and lets answers under way finish for a while, then cuts what is still open. */
export async function drain(server: FastifyInstance, patienceMs: number): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), patienceMs);
  await server.close();
  clearTimeout(cut);
}
