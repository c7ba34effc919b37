/** The client SDK from npm, unchanged, on a `request` that behaves like the phone's. */
import MPServerless from '@alicloud/mpserverless-sdk';
import type { RunningCloud } from './running-cloud';
import { CLIENT_SECRET, SPACE_ID } from './running-cloud';

export interface WireRequest {
  url: string;
  data: Record<string, unknown>;
  method: string;
  headers: Record<string, string>;
  complete(result: unknown): void;
}

export interface SdkReply {
  success: boolean;
  result?: unknown;
  requestId?: string;
}

/** The parts of the SDK that the tests use; its own types hide some of what it returns. */
export interface Sdk {
  init(options?: { authType: 'anonymous' }): Promise<SdkReply>;
  user: {
    authorize(options?: { authType: 'anonymous' }): Promise<SdkReply | undefined>;
    getInfo(): Promise<{ success: boolean; result: { user: Record<string, unknown> } }>;
  };
  function: { invoke(name: string, args?: unknown): Promise<SdkReply> };
  db: { collection(name: string): { find(query: unknown): Promise<unknown> } };
  network: { forward(method: string, params?: unknown): Promise<unknown> };
}

export interface SdkClient {
  sdk: Sdk;
  /** What went over the wire, oldest first. */
  requests: WireRequest[];
}

export interface SdkOptions {
  clientSecret?: string;
  /** Gives an auth code, or nothing when the buyer refuses. */
  authCode?: () => string | undefined;
  /** Called with each request before it is sent, and waited for. */
  beforeRequest?: (request: WireRequest) => void | Promise<void>;
}

/** An app on a phone of the sandbox's first buyer, connected to the cloud. */
export function sdkClient(cloud: Pick<RunningCloud, 'url' | 'sandbox'>, options: SdkOptions = {}): SdkClient {
  const authCode = options.authCode ?? (() => codeOf(cloud));
  const requests: WireRequest[] = [];
  const platform = {
    getAuthCode: ({ complete }: { complete(result: unknown): void }) => complete({ authCode: authCode() }),
    request: (request: WireRequest) => {
      requests.push(request);
      void Promise.resolve(options.beforeRequest?.(request)).then(() => overFetch(request));
    },
  };
  const settings = {
    appId: cloud.sandbox.apps[0]?.appId,
    spaceId: SPACE_ID,
    clientSecret: options.clientSecret ?? CLIENT_SECRET,
    endpoint: cloud.url,
  };
  return { sdk: new MPServerless(platform as never, settings as never) as unknown as Sdk, requests };
}

/** A fresh auth code of the sandbox's first buyer. */
export function codeOf(cloud: Pick<RunningCloud, 'sandbox'>): string {
  const issued = cloud.sandbox.authCode({});
  if (!('authCode' in issued)) throw new Error(JSON.stringify(issued));
  return issued.authCode;
}

/** Like `my.request`: `complete` alone is called, with lower-cased header names, and a status of 400 or more loses the body. */
async function overFetch({ url, data, method, headers, complete }: WireRequest): Promise<void> {
  const response = await fetch(url, { method, headers, body: JSON.stringify(data) });
  const body: unknown = await response.json();
  if (response.status >= 400) complete({ error: 19 });
  else complete({ status: response.status, headers: Object.fromEntries(response.headers), data: body });
}

/** The SDK looks for the phone's global object when it is made. */
Object.assign(globalThis, { my: { isAlipay: true } });
