/** `npm run simulator -- <root>`: runs a mini-program in the browser, from its source or built root. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSimulator, type Simulator } from './serve';
import { serveSimulator } from './server/listen';

const help = `Usage: npm run simulator -- <root> [options]

Runs a native Alipay mini-program in an ordinary browser. <root> is the folder with app.json or with a
mini.project.json that names it; JavaScript and TypeScript sources, AXML, ACSS, SJS and npm packages are compiled as they are.

  --port <number>      where to listen on 127.0.0.1 (default 8081; 0 takes any free one)
  --sandbox <address>  the sandbox my.tradePay pays at, for example http://127.0.0.1:8090
  --no-watch           do not reload when a file changes
  --help               this text
`;

/** A mistake on the command line or in its surroundings; its message says what to do. */
class UsageProblem extends Error {}

interface Settings {
  root: string;
  port: number;
  sandboxUrl?: string;
  watch: boolean;
}

/** The folder with app.json: the given one, or the `miniprogramRoot` its mini.project.json names. */
function rootOf(folder: string): string {
  if (existsSync(join(folder, 'app.json'))) return folder;
  const file = join(folder, 'mini.project.json');
  const { miniprogramRoot = '' } = existsSync(file) ? readProject(file) : {};
  const root = join(folder, miniprogramRoot);
  if (existsSync(join(root, 'app.json'))) return root;
  const hint = miniprogramRoot ? '; build the project first' : '';
  throw new UsageProblem(`There is no app.json in ${root}${hint}.`);
}

function readProject(file: string): { miniprogramRoot?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageProblem(`${file} is not valid JSON.`);
  }
}

function readSettings(): Settings | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '8081' },
      sandbox: { type: 'string' },
      'no-watch': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  if (values.help) return null;
  const [given] = positionals;
  if (!given) throw new UsageProblem('Which mini-program? Give the folder that holds app.json (--help says more).');
  const root = rootOf(resolve(given));
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageProblem(`--port ${values.port} is no port.`);
  const { sandbox } = values;
  if (sandbox !== undefined && !/^https?:\/\/./.test(sandbox)) {
    throw new UsageProblem(`--sandbox ${sandbox} must be an address such as http://127.0.0.1:8090.`);
  }
  return { root, port, watch: !values['no-watch'], ...(sandbox ? { sandboxUrl: sandbox } : {}) };
}

async function listen(simulator: Simulator, port: number): Promise<string> {
  const served = await serveSimulator(simulator, port).catch((problem: NodeJS.ErrnoException) => {
    const isTaken = problem.code === 'EADDRINUSE';
    throw isTaken ? new UsageProblem(`Port ${port} is taken; choose another with --port.`) : problem;
  });
  let ending = false;
  process.on('SIGINT', () => {
    // A terminal's Ctrl-C comes twice, from the terminal and from npm.
    if (ending) return;
    ending = true;
    served.close();
    void simulator.close().then(() => process.exit(0));
  });
  return served.url;
}

async function main(): Promise<void> {
  const settings = readSettings();
  if (!settings) return console.log(help);
  const simulator = await createSimulator({ ...settings, log: (line) => console.log(line) });
  const address = await listen(simulator, settings.port).catch(async (problem: unknown) => {
    await simulator.close();
    throw problem;
  });
  const state = simulator.errors().length > 0 ? 'has errors' : 'is ready';
  return console.log(`The mini-program ${state}: ${address}`);
}

main().catch((problem: unknown) => {
  const isMisuse = (problem as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  if (isMisuse) console.error(`${(problem as Error).message}\n\n${help}`);
  else console.error(problem instanceof UsageProblem ? problem.message : problem);
  process.exitCode = isMisuse ? 2 : 1;
});
