/** The real client SDK from npm, driven from Node.js by a `request` that calls `complete`, as `my.request` does. */
import MPServerless from '@alicloud/mpserverless-sdk';

export interface SpaceSettings {
  endpoint: string;
  spaceId: string;
  clientSecret: string;
  appId: string;
}

interface RequestOptions {
  url: string;
  data: unknown;
  method: string;
  headers: Record<string, string>;
  complete(result: unknown): void;
}

export interface SdkClient {
  init(): Promise<unknown>;
  invoke(name: string, args: unknown): Promise<{ success: boolean; result: unknown; requestId?: string }>;
}

/** An SDK instance for one buyer, signed in with the auth codes that `authCode` yields. */
export function sdkClient(space: SpaceSettings, authCode: () => Promise<string>): SdkClient {
  const request = async ({ url, data, method, headers, complete }: RequestOptions): Promise<void> => {
    const answer = await fetch(url, { method, headers, body: JSON.stringify(data) })
      .then(readResponse)
      // 12 is how my.request says that the network failed (reference serverless-platform 1.5).
      .catch(() => ({ error: 12 }));
    complete(answer);
  };
  const getAuthCode = async ({ complete }: { complete(result: unknown): void }): Promise<void> => {
    complete({ authCode: await authCode() });
  };
  // The SDK recognises the platform by a global of its name, and takes auth codes from that (reference 1.1).
  Object.assign(globalThis, { my: { request, getAuthCode } });
  const sdk = new MPServerless({ request, getAuthCode } as never, space as never);
  return {
    init: () => sdk.init(),
    invoke: (name, args) => sdk.function.invoke(name, args as never) as never,
  };
}

async function readResponse(response: Response): Promise<unknown> {
  return { status: response.status, headers: Object.fromEntries(response.headers), data: await response.json() };
}
