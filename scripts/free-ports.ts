import { type AddressInfo, createServer, type Server } from 'node:net';

/** The port is in use by something else. */
export class PortTaken extends Error {
  constructor(port: number, variable: string) {
    super(`Port ${port} is taken. Stop what uses it, or choose another one: ${variable}=${port + 1} npm start`);
    this.name = 'PortTaken';
  }
}

/** A port that is asked for, 0 for any, and the variable that it is asked with. */
export type WantedPort = readonly [wanted: number, variable: string];

/**
 * Ports on loopback that are free now, no two the same. They must be known before anything listens, because the app and the notify
 * address carry them. Throws {@link PortTaken} naming the variable to change.
 */
export async function freePorts<const Wanted extends readonly WantedPort[]>(
  wanted: Wanted,
): Promise<{ [Key in keyof Wanted]: number }> {
  const probes: Server[] = [];
  try {
    // All are held until the last is found: else it could be one of those before.
    for (const [port, variable] of wanted) probes.push(await held(port, variable));
    return probes.map((probe) => (probe.address() as AddressInfo).port) as { [Key in keyof Wanted]: number };
  } finally {
    await Promise.all(probes.map((probe) => new Promise((closed) => probe.close(closed))));
  }
}

function held(port: number, variable: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port, variable) : error);
    });
    probe.listen(port, '127.0.0.1', () => resolve(probe));
  });
}
