/**
 * What a cloud function is given, on the platform and self-hosted alike (reference serverless-platform 3). Only what our
 * doors use is named.
 */
import type { AlipayCloud } from '../channel/alipay/cloud';
import type { FshowsHttp } from '../channel/fshows/gateway';
import type { Ports } from '../flow/ports';
import type { ServerlessDatabase } from '../store/serverless-orders';
import type { HttpClient } from './merchant-events';

/** Profile of the caller; the server-side and the client-side SDK wrap it differently. */
export interface CallerProfile {
  user?: { userId?: string; oAuthUserId?: string };
  result?: { user?: { userId?: string; oAuthUserId?: string } };
}

/** The composed request of an HTTP trigger (reference serverless-platform 3.1). */
export interface HttpTriggerArgs {
  path: string;
  httpMethod: string;
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
}

/** The `ctx` of one call. */
export interface FunctionContext {
  args: unknown;
  env: Readonly<Record<string, string | undefined>>;
  logger: Record<'info' | 'warn' | 'error' | 'debug', (format: string, ...values: unknown[]) => void>;
  cloud: AlipayCloud;
  /** The doors use `db` only where no ports are given. */
  mpserverless: { user: { getInfo(): Promise<CallerProfile> }; db?: ServerlessDatabase };
  httpclient?: HttpClient & FshowsHttp;
  /** Given by the self-hosted cloud; on the platform the ports are built from the rest. */
  ports?: Ports;
}
