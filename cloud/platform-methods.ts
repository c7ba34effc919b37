import { PlatformError } from './platform-error';

/** Services of the platform that this cloud does not have, with what to do instead. docs/cloud.md says why. */
const NOT_OFFERED: Readonly<Record<string, string>> = {
  'serverless.db.': 'Apps cannot reach the database here; call a function.',
  'serverless.file.': 'This cloud does not offer the file service; put files into your own object storage.',
  'serverless.http.': 'This cloud does not offer the HTTP proxy; send the request yourself.',
  'serverless.redis.': 'This cloud does not offer Redis; run your own.',
};

/** The answer to a method that a door does not have. */
export function methodRefusal(method: string): PlatformError {
  const service = Object.keys(NOT_OFFERED).find((prefix) => method.startsWith(prefix));
  const message = service === undefined ? 'The specified Method is not valid.' : String(NOT_OFFERED[service]);
  return new PlatformError('InvalidMethod.Format', message);
}
