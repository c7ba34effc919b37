import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedNotify {
  rawBody: string;
  /** As a merchant's server reads a form. */
  parameters: Record<string, string>;
  headers: IncomingHttpHeaders;
  path: string;
}

export interface NotifyReceiver {
  url: string;
  received: ReceivedNotify[];
  /** Resolves once `count` notifies have come in all. */
  waitFor(count: number): Promise<ReceivedNotify[]>;
  /** What to do with the next ones; acknowledges by default. */
  answer(respond: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export function acknowledge(response: ServerResponse): void {
  response.end('success');
}

/** A merchant's server: a real socket that takes notifies and answers as it is told. */
export async function notifyReceiver(): Promise<NotifyReceiver> {
  const received: ReceivedNotify[] = [];
  const waiting: { count: number; resolve(all: ReceivedNotify[]): void }[] = [];
  let respond = acknowledge;

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const rawBody = Buffer.concat(chunks).toString('utf8');
    const parameters = Object.fromEntries(new URLSearchParams(rawBody));
    received.push({ rawBody, parameters, headers: request.headers, path: request.url ?? '' });
    respond(response);
    for (const { count, resolve } of waiting) if (received.length >= count) resolve(received);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    received,
    waitFor(count) {
      if (received.length >= count) return Promise.resolve(received);
      return new Promise((resolve) => waiting.push({ count, resolve }));
    },
    answer(next) {
      respond = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
