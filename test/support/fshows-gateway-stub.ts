import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived. */
export interface GatewayRequest {
  method: string;
  path: string;
  contentType: string;
  body: string;
}

/** Takes what a channel sends, by HTTP, and answers as it was told last. */
export interface GatewayStub {
  url: string;
  readonly requests: readonly GatewayRequest[];
  /** From now on this envelope, or this text, with HTTP 200. */
  answer(body: unknown): void;
  /** From now on the connection breaks before an answer. */
  hangUp(): void;
  /** From now on everything is to be found elsewhere on the same server. */
  redirect(): void;
  close(): Promise<void>;
}

export async function gatewayStub(): Promise<GatewayStub> {
  const requests: GatewayRequest[] = [];
  let reply: (response: ServerResponse) => void = (response) => response.end('{}');
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    requests.push({ method, path, contentType: headers['content-type'] ?? '', body: await text(request) });
    reply(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(body) {
      const json = typeof body === 'string' ? body : JSON.stringify(body);
      reply = (response) => response.setHeader('content-type', 'application/json;charset=UTF-8').end(json);
    },
    hangUp() {
      reply = (response) => response.destroy();
    },
    redirect() {
      reply = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
