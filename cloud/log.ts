import pino, { type DestinationStream, type Logger } from 'pino';

/** Whatever somebody puts into a log line under these names never reaches the output. */
const SECRETS = [
  'token',
  'accessToken',
  'authCode',
  'clientSecret',
  'privateKey',
  'alipayPublicKey',
  'url',
  'buyerId',
  'buyer_id',
  'buyer_logon_id',
  'oAuthUserId',
  'userId',
];

/** Structured log of the cloud. Secrets and personal data are taken out by name, at the top and one level down. */
export function cloudLog(level = 'info', destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`)], censor: '…' },
  };
  return destination ? pino(options, destination) : pino(options);
}
