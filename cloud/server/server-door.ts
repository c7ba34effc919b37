import type { KeyObject } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../faces';
import type { Limits } from '../limits';
import type { Metrics } from '../metrics';
import { PlatformError } from '../platform-error';
import { utf8From } from '../raw-body';
import { readSignedRequest, type Signer } from '../signed-request';
import { wireDoor } from '../wire-door';
import { type ServerServices, serverMethods } from './server-methods';
import { isServerSignature } from './signature';

/** What the door needs beside the services behind it. */
export interface ServerDoorServices extends ServerServices {
  /** Public keys of the servers that may enter; with none the door is shut. */
  keys: readonly KeyObject[];
  clock: Clock;
}

/** `POST /server`, the door of the merchant's own servers. It has no rates: whoever enters holds a key. */
export function serverDoor(
  server: FastifyInstance,
  services: ServerDoorServices,
  limits: Limits,
  metrics: Metrics,
): void {
  const { keys, clock, spaceId } = services;
  const call = serverMethods(services);
  const merchantServer: Signer = {
    spaceId,
    isSignature: (received, body) => isServerSignature(received, body, keys),
    check: 'that the public key of serverSecret is in SHOUYIN_SERVER_KEYS',
  };
  const admit = (): void => {
    if (keys.length > 0) return;
    throw new PlatformError('SignatureNotMatch', 'No server may call here; set SHOUYIN_SERVER_KEYS.');
  };
  wireDoor(
    server,
    {
      name: 'server',
      admit,
      async answer({ id: requestId, headers, body }) {
        const time = { nowMs: clock.nowMs(), clockSkewMs: limits.clockSkewMs };
        const incoming = readSignedRequest(utf8From(body), headers['x-serverless-sign'], merchantServer, time);
        const behalfOf = headers['x-basement-auth-uid'];
        return await call(incoming, {
          requestId: requestIdIn(headers['sofa-traceid']) ?? requestId,
          behalfOf: typeof behalfOf === 'string' && behalfOf !== '' ? behalfOf : undefined,
          fromFunction: headers['x-mpserverless-function-id'] !== undefined,
        });
      },
    },
    metrics,
  );
}

/** The SDK's option `requestId`: the call in which a server is calling, so that both have one name in the log. */
function requestIdIn(header: unknown): string | undefined {
  return typeof header === 'string' && /^[\w.-]{8,64}$/.test(header) ? header : undefined;
}
