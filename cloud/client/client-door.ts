import type { FastifyInstance } from 'fastify';
import type { Limits } from '../limits';
import type { Metrics } from '../metrics';
import { callerAt, rateLimit } from '../rate-limit';
import { utf8From } from '../raw-body';
import { readSignedRequest, type Signer } from '../signed-request';
import { wireDoor } from '../wire-door';
import { type ClientServices, clientMethods } from './client-methods';
import { isClientSignature } from './signature';

/** `POST /client`, the door of the app. */
export function clientDoor(server: FastifyInstance, services: ClientServices, limits: Limits, metrics: Metrics): void {
  const { space, clock } = services;
  const call = clientMethods(services, limits);
  const limitAddress = rateLimit(limits.perAddress, clock);
  const app: Signer = {
    spaceId: space.spaceId,
    isSignature: (received, body) => isClientSignature(received, body, space.clientSecret),
    check: 'clientSecret',
  };
  wireDoor(
    server,
    {
      name: 'client',
      admit: ({ ip }) => limitAddress(callerAt(ip)),
      async answer({ id: requestId, ip: clientIp, headers, body }) {
        const time = { nowMs: clock.nowMs(), clockSkewMs: limits.clockSkewMs };
        const incoming = readSignedRequest(utf8From(body), headers['x-serverless-sign'], app, time);
        return await call(incoming, { requestId, clientIp, userAgent: headers['user-agent'] });
      },
    },
    metrics,
  );
}
