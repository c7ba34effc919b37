import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSandbox } from './create-sandbox';

const HELP = `Sandbox of Alipay's gateway and of Fshows', for a backend in any language.

  npm run sandbox

  SANDBOX_PORT   port on 127.0.0.1                              default 8090
  SHOUYIN_HOME   data folder; keys and state are in sandbox/    default .shouyin
`;

async function main(): Promise<void> {
  if (isHelpWanted()) {
    console.log(HELP);
    return;
  }
  const port = readPort(process.env.SANDBOX_PORT ?? '8090');
  const home = resolve(join(process.env.SHOUYIN_HOME ?? '.shouyin', 'sandbox'));
  const sandbox = await createSandbox({ port, home, log: printer() });
  console.log(`Sandbox is ready: ${sandbox.url}/gateway.do`);
  console.log(`Fshows' gateway: ${sandbox.url}/gateway`);
  console.log(`Keys, trades and traffic: ${sandbox.url}/`);
  let ending = false;
  const end = (): void => {
    // A terminal's Ctrl-C comes twice, from the terminal and from npm.
    if (ending) return;
    ending = true;
    void sandbox.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
}

/** Whether it was started for its help alone; ends with 2 when it was started with what it does not take. */
function isHelpWanted(): boolean {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values.help === true;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return process.exit(2);
  }
}

/** Prints what was said in one turn of the event loop at once: a write for every call would cost more than its parsing. */
function printer(): (line: string) => void {
  let pending: string[] = [];
  function print(): void {
    console.log(pending.join('\n'));
    pending = [];
  }
  return (line) => {
    if (pending.push(line) === 1) setImmediate(print);
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`SANDBOX_PORT must be a number from 0 to 65535, not ${text}.`);
}

function explained(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return 'The port is taken. Set SANDBOX_PORT to a free one.';
  if (error.code === 'EACCES') return `${error.message}. Set SANDBOX_PORT or SHOUYIN_HOME to what you may use.`;
  return error.message;
}

main().catch((error: Error) => {
  console.error(`The sandbox cannot start. ${explained(error)}`);
  process.exitCode = 1;
});
