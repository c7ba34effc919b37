import type { FastifyInstance } from 'fastify';
import type { Limits } from '../limits';
import type { Metrics } from '../metrics';
import { errorBody, successBody } from '../platform-error';
import { callerAt, rateLimit } from '../rate-limit';
import { acceptRawBodies, platformErrorFrom, utf8From } from '../raw-body';
import { type ClientServices, clientMethods } from './client-methods';
import { readClientRequest } from './client-request';

/**
 * `POST /client`, the door of the app. The answer is HTTP 200 even for errors: on the phone `my.request` turns any
 * other status into its own error and the body is lost (reference serverless-platform 1.5).
 */
export function clientDoor(server: FastifyInstance, services: ClientServices, limits: Limits, metrics: Metrics): void {
  const { space, clock } = services;
  const call = clientMethods(services, limits);
  const limitAddress = rateLimit(limits.perAddress, clock);

  void server.register(async (door) => {
    acceptRawBodies(door);
    // Before the body is read: who asks too much must not cost its reading.
    door.addHook('onRequest', async ({ ip }) => limitAddress(callerAt(ip)));
    door.setErrorHandler(async (error, request, reply) => {
      const failure = platformErrorFrom(error);
      const { code, cause } = failure;
      metrics.refused('client', code);
      request.log.info({ code, ...(cause === undefined ? {} : { err: cause }) }, 'client request refused');
      return await reply.code(200).type('application/json; charset=utf-8').send(errorBody(failure));
    });
    // The SDK joins endpoint and path as they are, so an endpoint that ends with a slash asks for //client.
    for (const url of ['/client', '//client']) {
      door.post(url, async (request, reply) => {
        const time = { nowMs: clock.nowMs(), clockSkewMs: limits.clockSkewMs };
        const signature = request.headers['x-serverless-sign'];
        const incoming = readClientRequest(utf8From(request.body), signature, space, time);
        const { id: requestId, ip: clientIp } = request;
        const resultJson = await call(incoming, { requestId, clientIp, userAgent: request.headers['user-agent'] });
        return await reply.type('application/json; charset=utf-8').send(successBody(resultJson));
      });
    }
  });
}
