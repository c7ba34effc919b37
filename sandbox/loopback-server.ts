import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

/** Alipay documents no limit for biz_content; this is the sandbox's. */
const LONGEST_BODY_BYTES = 1024 * 1024;

/** How long the rest of a body that is too long is read and thrown away. */
const REST_OF_BODY_MS = 10_000;

const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * An HTTP server for this machine only. It hands bodies over as bytes, answers what it cannot route or read as
 * `{reason, message}`, and refuses requests that a browser sends for a site elsewhere: the control API gives out keys.
 */
export function loopbackServer(): FastifyInstance {
  const server = Fastify({
    bodyLimit: LONGEST_BODY_BYTES,
    forceCloseConnections: true,
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseWhatIsNotHttp,
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      reply.code(400).send({ reason: 'bad_request', message: error.message });
    },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setNotFoundHandler((request, reply) => {
    reply
      .code(404)
      .send({ reason: 'not_found', message: `There is nothing at ${request.method} ${request.url.split('?')[0]}.` });
  });
  guard(server);
  readRestOfBodies(server);
  return server;
}

/** A connection that is closed while its client still writes shows the client a broken pipe in place of the refusal. */
function readRestOfBodies(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const { raw } = request;
    if (!raw.complete && reply.getHeader('connection') === 'close') {
      reply.removeHeader('connection');
      const cut = setTimeout(() => raw.socket.destroy(), REST_OF_BODY_MS).unref();
      raw.once('end', () => clearTimeout(cut));
      raw.resume();
    }
    done(null, payload);
  });
}

/** Fastify has no reply to give here: there is no request yet, only a socket. */
function refuseWhatIsNotHttp(error: Error, socket: Socket): void {
  const body = JSON.stringify({ reason: 'bad_request', message: error.message });
  const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  if (socket.writable) socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}

function guard(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    // A name that is not loopback got here by DNS rebinding or by a hosts file that stands in for the real gateway.
    if (!isLoopback(request.headers.host)) {
      return reply
        .code(421)
        .send({ reason: 'host_not_loopback', message: 'The sandbox answers to 127.0.0.1 and localhost only.' });
    }
    const { origin } = request.headers;
    if (origin === undefined) return;
    if (!URL.canParse(origin) || !isLoopback(new URL(origin).host)) {
      return reply
        .code(403)
        .send({ reason: 'origin_not_loopback', message: 'Pages from elsewhere may not use the sandbox.' });
    }
    reply.header('access-control-allow-origin', origin).header('vary', 'origin');
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'content-type')
      .send();
  });
}

function isLoopback(host: string | undefined): boolean {
  return LOOPBACK_HOSTS.includes(host?.replace(/:\d+$/, '') ?? '');
}
