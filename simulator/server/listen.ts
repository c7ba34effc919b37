import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from '../serve';

/** A simulator with a server of its own. */
export interface ServedSimulator {
  /** `http://127.0.0.1:<port>/` */
  url: string;
  /** Ends open connections too, so that no browser keeps it alive. */
  close(): void;
}

/**
 * Serves a simulator alone on 127.0.0.1; port 0 takes any free one.
 *
 * @throws what `listen` throws: EADDRINUSE for a port that is taken
 */
export async function serveSimulator(simulator: Pick<Simulator, 'handle'>, port: number): Promise<ServedSimulator> {
  const server = createServer(async (request, response) => {
    if (await simulator.handle(request, response)) return;
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found\n');
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
