import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedNotify {
  body: string;
  headers: Record<string, string>;
}

/** A merchant's callback address on the loopback interface that takes every message and acknowledges it. */
export interface NotifyReceiver {
  url: string;
  /** The oldest message with this text in it that nobody has taken yet; waits for one. */
  next(about: string): Promise<ReceivedNotify>;
  close(): Promise<void>;
}

export async function notifyReceiver(): Promise<NotifyReceiver> {
  const messages: ReceivedNotify[] = [];
  const waiting: { about: string; take: (message: ReceivedNotify) => void }[] = [];

  const server = createServer(async (request, response) => {
    const message = { body: await text(request), headers: request.headers as Record<string, string> };
    response.end('success');
    const index = waiting.findIndex(({ about }) => message.body.includes(about));
    if (index < 0) messages.push(message);
    else waiting.splice(index, 1)[0]?.take(message);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    async next(about) {
      const index = messages.findIndex(({ body }) => body.includes(about));
      const [message] = index < 0 ? [] : messages.splice(index, 1);
      return message ?? new Promise<ReceivedNotify>((take) => waiting.push({ about, take }));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
