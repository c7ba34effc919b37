/** A gateway that can die in the middle of a call: a proxy of its own before the sandbox, on real sockets. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Where in the protocol it dies. */
export const STEPS = ['before the request', 'after the request', 'after the effect', 'during the reply'] as const;
export type Step = (typeof STEPS)[number];

export interface MortalGateway {
  url: string;
  readonly isDead: boolean;
  /** Dies at this step of the next create. `before the request` is now: resolves when its callers have noticed. */
  dieAt(step: Step): Promise<void>;
  /** Comes back at the same address. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** A create is what could make a trade; its method is in the form, as both gateways take it. */
const CREATE = /(^|&)method=[a-z.]*trade\.create(&|$)/;

/** Stands before the gateway at `target`, whose path it keeps. */
export async function mortalGateway(target: string): Promise<MortalGateway> {
  const sockets = new Set<Socket>();
  const state: { doom: Step | null; isDead: boolean } = { doom: null, isDead: false };
  const agent = new http.Agent({ keepAlive: true });

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => serve(request, Buffer.concat(chunks), response).catch(() => response.destroy()));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function serve(request: http.IncomingMessage, body: Buffer, response: http.ServerResponse): Promise<void> {
    const doom = isCreate(request, body) ? state.doom : null;
    if (doom === 'after the request') return die();
    const answer = await forward(new URL(request.url ?? '/', target), request, body, agent);
    if (doom === 'after the effect') return die();
    response.writeHead(answer.status, { 'content-type': answer.contentType, 'content-length': answer.body.length });
    if (doom !== 'during the reply') return void response.end(answer.body);
    await new Promise((resolve) => response.write(answer.body.subarray(0, answer.body.length >> 1), resolve));
    die();
  }

  function die(): void {
    state.isDead = true;
    state.doom = null;
    server.close();
    for (const socket of sockets) socket.destroy();
  }

  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    get isDead() {
      return state.isDead;
    },
    async dieAt(step) {
      if (step !== 'before the request') {
        state.doom = step;
        return;
      }
      const gone = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      die();
      await Promise.all(gone);
      // The other ends are in this process: their turn to see the end of the connection.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
    async revive() {
      if (!state.isDead) return;
      await listen(server, port);
      state.isDead = false;
    },
    async close() {
      agent.destroy();
      if (!state.isDead) die();
    },
  };
}

function isCreate({ url = '' }: http.IncomingMessage, body: Buffer): boolean {
  return CREATE.test(body.toString('latin1')) || CREATE.test(url.split('?')[1] ?? '');
}

interface Answer {
  status: number;
  contentType: string;
  body: Buffer;
}

function forward(
  url: URL,
  { method, headers }: http.IncomingMessage,
  body: Buffer,
  agent: http.Agent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      agent,
      headers: { 'content-type': headers['content-type'], 'content-length': body.length },
    };
    const call = http.request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const contentType = response.headers['content-type'] ?? 'application/json';
        resolve({ status: response.statusCode ?? 0, contentType, body: Buffer.concat(chunks) });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

function listen(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
