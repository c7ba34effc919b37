import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics';
import { errorBody, successBody } from './platform-error';
import { acceptRawBodies, platformErrorFrom } from './raw-body';

/** One of the two doors that speak the platform's own wire. */
export interface WireDoor {
  name: 'client' | 'server';
  /** Called before the body is read: who may not enter must not cost its reading. Throws a PlatformError. */
  admit(request: FastifyRequest): void;
  /** The JSON text of `data`, undefined for none. Throws a PlatformError. */
  answer(request: FastifyRequest): Promise<string | undefined>;
}

/**
 * `POST /client` or `/server`. The answer is HTTP 200 even for errors: on the phone `my.request` turns any other status into its own
 * error and the body is lost, and the server SDK looks at no status at all (reference serverless-platform 1.5 and 2).
 */
export function wireDoor(server: FastifyInstance, { name, admit, answer }: WireDoor, metrics: Metrics): void {
  void server.register(async (door) => {
    acceptRawBodies(door);
    door.addHook('onRequest', async (request) => admit(request));
    door.setErrorHandler(async (error, request, reply) => {
      const failure = platformErrorFrom(error);
      const { code, cause } = failure;
      metrics.refused(name, code);
      request.log.info({ code, ...(cause === undefined ? {} : { err: cause }) }, `${name} request refused`);
      return await reply.code(200).type('application/json; charset=utf-8').send(errorBody(failure));
    });
    // The SDKs join endpoint and path as they are, so an endpoint that ends with a slash asks for //client.
    for (const url of [`/${name}`, `//${name}`]) {
      door.post(url, async (request, reply) => {
        const resultJson = await answer(request);
        return await reply.type('application/json; charset=utf-8').send(successBody(resultJson));
      });
    }
  });
}
