import type { FastifyInstance } from 'fastify';
import { errorBody, successBody } from '../platform-error';
import { acceptRawBodies, platformErrorFrom } from '../raw-body';

import { type ClientServices, clientMethods } from './client-methods';
import { readClientRequest } from './client-request';

/**
 * `POST /client`, the door of the app. The answer is HTTP 200 even for errors: on the phone `my.request` turns any
 * other status into its own error and the body is lost (reference serverless-platform 1.5).
 */
export function clientDoor(server: FastifyInstance, services: ClientServices): void {
  const call = clientMethods(services);

  void server.register(async (door) => {
    acceptRawBodies(door);
    door.setErrorHandler(async (error, request, reply) => {
      const failure = platformErrorFrom(error);
      const { code, cause } = failure;
      request.log.info({ code, ...(cause === undefined ? {} : { err: cause }) }, 'client request refused');
      return await reply.code(200).type('application/json; charset=utf-8').send(errorBody(failure));
    });
    // The SDK joins endpoint and path as they are, so an endpoint that ends with a slash asks for //client.
    for (const url of ['/client', '//client']) {
      door.post(url, async (request, reply) => {
        const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
        const incoming = readClientRequest(text, request.headers['x-serverless-sign'], services.space);
        const { id: requestId, ip: clientIp } = request;
        const resultJson = await call(incoming, { requestId, clientIp, userAgent: request.headers['user-agent'] });
        return await reply.type('application/json; charset=utf-8').send(successBody(resultJson));
      });
    }
  });
}
