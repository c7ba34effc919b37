import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { trailFields } from './trail';

/** Whatever somebody puts into a log line under these names never reaches the output. */
const SECRETS = [
  'token',
  'accessToken',
  'authCode',
  'clientSecret',
  'operatorToken',
  'eventsSecret',
  'metricsToken',
  'authorization',
  'privateKey',
  'alipayPublicKey',
  'url',
  'buyerId',
  'buyer_id',
  'buyer_logon_id',
  'oAuthUserId',
  'userId',
];

/** Longest chain of causes that is written. */
const MOST_CAUSES = 3;

/**
 * Structured log of the cloud. Every line of a call carries `request-id`, `function` and the numbers of its order (trail.ts). Secrets
 * and personal data are taken out by name, at the top and one level down.
 */
export function cloudLog(level = 'info', destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: (line) => trailFields(line as Record<string, unknown>),
    serializers: { err: (error: unknown) => describeError(error, MOST_CAUSES) },
    redact: { paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`)], censor: '…' },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * What is safe to say of an error: never its other properties. A database puts whole rows into them, and an HTTP client the request
 * it was to send.
 */
function describeError(thrown: unknown, causesLeft: number): unknown {
  if (typeof thrown !== 'object' || thrown === null) return thrown;
  const { name, code, message, stack, cause } = thrown as Record<string, unknown>;
  return {
    type: name,
    code,
    message,
    stack,
    ...(cause !== undefined && causesLeft > 0 ? { cause: describeError(cause, causesLeft - 1) } : {}),
  };
}
