/** What `npm start` promises: one line when ready, clear words when it cannot, and a quick end. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { type ShouyinProcess, shouyinProcess } from '../support/shouyin-process';

function occupiedPort(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as { port: number }).port, server }));
  });
}

test.each(['PORT', 'SANDBOX_PORT'])(
  'a taken %s is named, with the way out',
  async (variable) => {
    const { port, server } = await occupiedPort();
    try {
      await expect(shouyinProcess({ overrides: { [variable]: String(port) } })).rejects.toThrow(
        `Port ${port} is taken. Stop what uses it, or choose another one: ${variable}=${port + 1} npm start`,
      );
    } finally {
      server.close();
    }
  },
  60_000,
);

test.each([
  ['PORT', 'eighty', 'PORT must be a whole number from 0 to 65535, not "eighty"'],
  ['SHOUYIN_ORDER_MINUTES', '0', 'SHOUYIN_ORDER_MINUTES must be a whole number from 1 to 21600, not "0"'],
])(
  '%s=%s is refused in words',
  async (variable, value, message) => {
    await expect(shouyinProcess({ overrides: { [variable]: value } })).rejects.toThrow(message);
  },
  60_000,
);

describe('a running Shouyin', () => {
  let shouyin: ShouyinProcess;

  beforeAll(async () => {
    shouyin = await shouyinProcess();
  }, 60_000);

  afterAll(() => shouyin?.dispose());

  test('a second one on the same home says who uses it', async () => {
    await expect(shouyinProcess({ overrides: { SHOUYIN_HOME: shouyin.home } })).rejects.toThrow(/is in use by/);
  }, 60_000);

  test('listens on loopback only', () => {
    const ports = [shouyin.url, shouyin.sandboxUrl].map((url) => Number(new URL(url).port).toString(16).toUpperCase());
    const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].map((table) => readFileSync(table, 'utf8')).join('');
    const listening = [...sockets.matchAll(/^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F:]+ 0A /gm)];
    const mine = listening.filter((match) => ports.includes((match[2] as string).replace(/^0+/, '')));
    expect(mine.map((match) => match[1])).toEqual(['0100007F', '0100007F']);
  });

  test('Ctrl-C ends everything within 3 s, also with a browser still connected', async () => {
    const held = await fetch(`${shouyin.url}/`, { headers: { connection: 'keep-alive' } });
    await held.text();
    expect(await shouyin.end('SIGINT')).toBeLessThan(3_000);
  });
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  '%s to npm alone leaves nothing running behind it',
  async (signal) => {
    const shouyin = await shouyinProcess({ throughNpm: true });
    // The socket closes when the process that holds it is gone.
    const held = connect(Number(new URL(shouyin.sandboxUrl).port), '127.0.0.1');
    await once(held, 'connect');
    const gone = once(held.resume(), 'close');
    await shouyin.end(signal);
    await gone;
    await expect(fetch(shouyin.url)).rejects.toThrow('fetch failed');
    await shouyin.dispose();
  },
  60_000,
);
