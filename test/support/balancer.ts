import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy before several nodes, as a merchant runs one: app and channel know only its address. */
export interface Balancer {
  url: string;
  /** Where the next requests go: these nodes, by their addresses, in turn. */
  send(...urls: string[]): void;
  close(): Promise<void>;
}

/** A node that breaks off is not replaced by another: the caller sees 502, as behind a proxy that never repeats. */
export async function balancer(): Promise<Balancer> {
  let nodes: string[] = [];
  let turn = 0;

  function forward(incoming: IncomingMessage, response: ServerResponse): void {
    turn += 1;
    const { method, headers, url = '/' } = incoming;
    const node = nodes[turn % nodes.length];
    const outgoing = request(`${node}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    outgoing.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end('{}')));
    incoming.pipe(outgoing);
  }

  const server = createServer(forward).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send: (...urls) => {
      nodes = urls;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
