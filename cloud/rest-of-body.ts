import type { FastifyInstance } from 'fastify';

/** How long the rest of a refused body is read and thrown away. */
const PATIENCE_MS = 10_000;

/**
 * Reads on after a body was refused for its length. Closing at once, as Fastify asks for, resets the connection while its client still
 * writes, and the client sees a broken pipe in place of the refusal.
 */
export function readRestOfBodies(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const { raw } = request;
    if (!raw.complete && reply.getHeader('connection') === 'close') {
      reply.removeHeader('connection');
      const cut = setTimeout(() => raw.socket.destroy(), PATIENCE_MS).unref();
      raw.once('end', () => clearTimeout(cut));
      raw.resume();
    }
    done(null, payload);
  });
}
