import { createServer } from 'node:net';

/** The port is in use by something else. */
export class PortTaken extends Error {
  constructor(port: number, variable: string) {
    super(`Port ${port} is taken. Stop what uses it, or choose another one: ${variable}=${port + 1} npm start`);
    this.name = 'PortTaken';
  }
}

/**
 * A port on loopback that is free now: the one asked for, or any when that is 0. It must be known before anything listens, because
 * the app and the notify address carry it. Throws {@link PortTaken} naming the variable to change.
 */
export function freePort(wanted: number, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(wanted, variable) : error);
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}
