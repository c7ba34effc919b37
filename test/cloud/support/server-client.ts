/** The server SDK from npm, unchanged. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import MPServerless from '@alicloud/mpserverless-node-sdk';
import { type RunningCloud, SPACE_ID } from './running-cloud';

/** A key pair of a merchant's server: the SDK signs with one half, the cloud is told the other. */
export function serverKeyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

export interface ServerOptions {
  privateKey: KeyObject;
  endpoint?: string;
  spaceId?: string;
  /** Sent as the header `x-basement-auth-uid`. */
  userId?: string;
  /** Sent as the header `SOFA-TraceId`. */
  requestId?: string;
  token?: string;
}

/** The parts of the SDK that the tests use; its own types hide some of what it returns. */
export interface ServerSdk {
  user: { getInfo(): Promise<unknown> };
  function: {
    invoke(name: string, args?: unknown): Promise<{ success: boolean; result?: unknown; requestId: string }>;
  };
  file: { info(ids: string[]): Promise<unknown> };
  httpProxyClient: { get(url: string): Promise<unknown> };
  db: MPServerless['db'];
  setUserId(userId: string): ServerSdk;
}

/** A server of the merchant, connected to the cloud. */
export function serverClient(cloud: Pick<RunningCloud, 'url'>, { privateKey, ...options }: ServerOptions): ServerSdk {
  const serverSecret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const settings = { spaceId: SPACE_ID, endpoint: cloud.url, timeout: 20_000, ...options, serverSecret };
  return new MPServerless(settings as never) as unknown as ServerSdk;
}
