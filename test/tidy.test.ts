/** The rules of the house, as a test: who may import whom, and what stands in one place only. Each message says what to do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, projectRoot, type SourceFile, sourceFiles, withoutComments } from './support/source-tree';

const sources = sourceFiles();
const product = sources.filter((file) => !/^(test|bench)\//.test(file.path));
const BACKEND = 'cloudfunctions/backend';

interface Room {
  name: string;
  holds: RegExp;
  /** Own files it may import. */
  mayImport: RegExp;
  /** Packages it may import; everything when absent. */
  packages?: RegExp;
  remedy: string;
}

const rooms: Room[] = [
  {
    name: 'contract',
    holds: /^contract\//,
    mayImport: /^contract\//,
    packages: /^$/,
    remedy: 'contract/ is what both sides agree on; it imports nothing',
  },
  {
    name: 'backend/order',
    holds: new RegExp(`^${BACKEND}/order/`),
    mayImport: new RegExp(`^(contract|${BACKEND}/order)/`),
    packages: /^$/,
    remedy: 'the core is pure: hand it clock, digests and answers as arguments from a flow',
  },
  {
    name: 'backend/channel',
    holds: new RegExp(`^${BACKEND}/channel/`),
    mayImport: new RegExp(`^(contract/|${BACKEND}/order/|${BACKEND}/channel/channel\\.ts|${BACKEND}/channel/[a-z]+/)`),
    packages: /^(node:crypto|fflate\/browser)$/,
    remedy: 'a channel is stateless and knows only its port, the order types and its own folder',
  },
  {
    name: 'backend/store',
    holds: new RegExp(`^${BACKEND}/store/`),
    mayImport: new RegExp(`^${BACKEND}/(order|store)/`),
    packages: /^(kysely|pg|node:crypto)$/,
    remedy: 'a store keeps orders; deciding belongs to backend/order, doing to a flow',
  },
  {
    name: 'backend/flow',
    holds: new RegExp(`^${BACKEND}/flow/`),
    mayImport: new RegExp(
      `^(contract/|${BACKEND}/(order|flow)/|${BACKEND}/channel/channel\\.ts|${BACKEND}/store/order-store\\.ts)`,
    ),
    packages: /^valibot$/,
    remedy: 'flows do I/O through ports; only backend/host names an implementation',
  },
  {
    name: 'backend/host',
    holds: new RegExp(`^${BACKEND}/host/`),
    mayImport: new RegExp(`^(contract/|${BACKEND}/)`),
    remedy: 'host makes the choices of the backend and knows nothing outside it',
  },
  {
    name: 'a door',
    holds: /^cloudfunctions\/(?!backend\/)[^/]+\//,
    mayImport: new RegExp(`^${BACKEND}/(flow|host)/`),
    packages: /^$/,
    remedy: 'a door translates one platform call into one flow; put the work into the flow',
  },
  {
    name: 'models',
    holds: /^models\//,
    mayImport: /^((contract|serverless-sdk|models)\/|images\/goods\/pictures\.json$)/,
    packages: /^(mobx|dayjs(\/.+)?|@alicloud\/mpserverless-sdk|@alipay\/alipay-serverless-sdk)$/,
    remedy: 'models know the contract and the SDK, and run on a phone; screens are handed to them by pages',
  },
  {
    name: 'pages',
    holds: /^(pages\/|app\.ts)/,
    mayImport: /^(models|contract)\//,
    packages: /^$/,
    remedy: 'a page binds a model and forwards events; put the rest into the model',
  },
  {
    name: 'components',
    holds: /^components\//,
    mayImport: /^contract\//,
    packages: /^$/,
    remedy: 'a component takes props and sends events; no models, no SDK',
  },
  {
    name: 'serverless-sdk',
    holds: /^serverless-sdk\//,
    mayImport: /^serverless-sdk\//,
    remedy: 'the SDK is a package of its own',
  },
  {
    name: 'cloud',
    holds: /^cloud\//,
    mayImport: new RegExp(`^(cloud/|contract/|${BACKEND}/(host|store)/)`),
    remedy: 'the cloud hosts functions: it composes through backend/host and loads doors as built artefacts',
  },
  {
    name: 'sandbox',
    holds: /^sandbox\//,
    mayImport: /^sandbox\//,
    remedy:
      'an emulator that shares code with its subject agrees with it by construction; write it again from the reference',
  },
  {
    name: 'simulator',
    holds: /^simulator\//,
    mayImport: /^simulator\//,
    remedy: 'the simulator runs anybody’s mini-program and knows none of our code',
  },
];

describe('imports follow the rules of the tree', () => {
  test.each(rooms)('$name imports only what it may', ({ holds, mayImport, packages, remedy }) => {
    const mine = product.filter((file) => holds.test(file.path));
    const offences = mine.flatMap((file) => [
      ...file.imports.filter((target) => !mayImport.test(target)).map((target) => `${file.path} imports ${target}`),
      ...file.packages.filter((name) => packages && !packages.test(name)).map((name) => `${file.path} imports ${name}`),
    ]);
    expect({ offences, remedy }).toEqual({ offences: [], remedy });
  });

  test('every source file belongs to a room', () => {
    const known = (path: string) => rooms.some((room) => room.holds.test(path)) || /^(scripts|bench|test)\//.test(path);
    expect(sources.map((file) => file.path).filter((path) => !known(path))).toEqual([]);
  });

  test('sources are TypeScript', () => {
    // Jest reads its settings before anything is compiled, a browser gets the console's script as it is, and fixtures are as others write.
    const written =
      /^jest\.config\.js$|^test\/support\/longest-first\.js$|^sandbox\/console\/console\.js$|^test\/.*\/fixtures\//;
    expect(projectFiles().filter((path) => /\.[cm]?jsx?$/.test(path) && !written.test(path))).toEqual([]);
  });

  test('a channel folder imports no other channel', () => {
    const folderOf = (path: string) => new RegExp(`^${BACKEND}/channel/([a-z]+)/`).exec(path)?.[1];
    const offences = product.flatMap((file) =>
      file.imports
        .filter((target) => folderOf(file.path) && folderOf(target) && folderOf(file.path) !== folderOf(target))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(offences).toEqual([]);
  });

  test('a gateway of the sandbox imports nothing of the other', () => {
    const gatewayOf = (path: string) => /^sandbox\/(alipay|fshows)\//.exec(path)?.[1];
    const offences = product.flatMap((file) =>
      file.imports
        // Whoever buys has an account at Alipay, whichever gateway the seller uses.
        .filter((target) => target !== 'sandbox/alipay/buyers.ts')
        .filter((target) => gatewayOf(file.path) && gatewayOf(target) && gatewayOf(file.path) !== gatewayOf(target))
        .map((target) => `${file.path} imports ${target}`),
    );
    const remedy = 'what both need has a room of its own: sandbox/accounts, sandbox/notify, sandbox/rules';
    expect({ offences, remedy }).toEqual({ offences: [], remedy });
  });

  test('a store imports no other store', () => {
    const engine = (path: string) => new RegExp(`^${BACKEND}/store/([a-z]+)`).exec(path)?.[1];
    const offences = product.flatMap((file) =>
      file.imports
        .filter((target) => engine(file.path) && engine(target))
        // What every store offers, and how it pages, is of no engine.
        .filter((target) => !/\/order-(store|page)\.ts$/.test(target) && engine(file.path) !== engine(target))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(offences).toEqual([]);
  });

  test('a door calls exactly one flow', () => {
    const doors = product.filter((file) => /^cloudfunctions\/(?!backend\/)[^/]+\/index\.ts$/.test(file.path));
    const flows = doors.map((file) => [file.path, file.imports.filter((target) => target.includes('/flow/')).length]);
    expect(flows.length).toBeGreaterThan(0);
    expect(flows.filter(([, count]) => count !== 1)).toEqual([]);
  });

  test('no file imports itself through others', () => {
    expect(cyclesOf(product)).toEqual([]);
  });

  test('every product file is used by something, or is an entry', () => {
    // The memory store is an entry: hosts that keep nothing (tests, simulations) choose it.
    const entry =
      /(^|\/)main\.ts$|^(scripts|bench|pages|components)\/|^cloudfunctions\/[^/]+\/index\.ts$|^app\.ts$|^serverless-sdk\/index\.ts$|^simulator\/(open-simulator|runtime\/boot)\.tsx?$|^cloudfunctions\/backend\/store\/memory\.ts$/;
    const used = new Set(product.flatMap((file) => file.imports));
    expect(product.map((file) => file.path).filter((path) => !entry.test(path) && !used.has(path))).toEqual([]);
  });

  test('every command, bench, component and support of tests is used by something', () => {
    const used = new Set(sources.flatMap((file) => file.imports));
    // A command is named in a package.json or a document, a component in the JSON of another, a bench by the one that starts it.
    const texts = textFiles().map((path) => ({ path, text: textOf(path) }));
    const isNamed = ({ path: own }: SourceFile): boolean => {
      const [folder, name] = own
        .replace(/\.tsx?$/, '')
        .split('/')
        .slice(-2);
      const mention = new RegExp(
        folder === 'bench' ? `'${name}(\\.ts)?'|bench/${name}\\b` : `${folder}/${name}(?![\\w-])`,
      );
      return texts.some(({ path, text }) => path !== own && mention.test(text));
    };
    const unused = sources
      .filter((file) => /^(?:scripts|bench|components|pages|test\/support)\/(?!.*\.test\.ts$)/.test(file.path))
      .filter((file) => !used.has(file.path) && !isNamed(file));
    expect(unused.map((file) => file.path)).toEqual([]);
  });

  test('the backend has no barrel files', () => {
    expect(
      product.map((file) => file.path).filter((path) => new RegExp(`^${BACKEND}/.*index\\.ts$`).test(path)),
    ).toEqual([]);
  });
});

interface Ban {
  name: string;
  pattern: RegExp;
  allowed: RegExp;
  /** Ways to write it; each must be noticed, or the ban bans nothing. */
  offences: string[];
  remedy: string;
}

const bans: Ban[] = [
  {
    name: 'reading the environment',
    pattern: /\bprocess(?:\?\.|\.|\[['"])env\b|\benv\b[^=\n]*\}\s*=\s*process\b|\bfrom ['"](?:node:)?process['"]/,
    allowed: /(^|\/)main\.ts$|^cloudfunctions\/backend\/host\/config\.ts$|^scripts\//,
    offences: [
      'const port = process.env.PORT;',
      "const port = process['env'].PORT;",
      'const { env } = process;',
      "import { env } from 'node:process';",
    ],
    remedy: 'take it as an option; environments are read in main.ts files and host/config.ts',
  },
  {
    name: 'reading the clock',
    pattern:
      /\bDate\.now\b|\bnew Date(?:\(\s*\)|(?=[\s;,.)}\]]))|\bperformance\.(?:now|timeOrigin)\b|\bhrtime\b|\bdayjs\(\s*\)/,
    allowed: /(^|\/)clock\.ts$|(^|\/)main\.ts$|^scripts\/|^bench\//,
    offences: [
      'const nowMs = Date.now();',
      'const clock = { nowMs: Date.now };',
      'const now = new Date();',
      'const now = new Date;',
      'const sinceMs = performance.now();',
      'const since = process.hrtime.bigint();',
      'const now = dayjs();',
    ],
    remedy: 'take a clock, or the time, as an argument; only clock.ts files read it',
  },
  {
    name: 'chance where things are decided',
    pattern: /\bMath\.random\b|\brandom(?:UUID|Bytes|Int|FillSync)\b|\bgetRandomValues\b/,
    allowed: new RegExp(`^(?!contract/|${BACKEND}/(?:order|flow|channel)/)`),
    offences: ['const lot = Math.random();', 'const id = crypto.randomUUID();', 'const nonce = randomBytes(16);'],
    remedy: 'the same order must come to the same numbers again; derive them from the order (backend/order/numbers.ts)',
  },
  {
    name: 'opening the cashier',
    pattern: /\bmy(?:\?\.|\.|\[['"])tradePay\b|\btradePay\b[^=\n]*\}\s*=\s*my\b/,
    allowed: /^models\/wallet\.ts$|^(simulator|scripts|sandbox\/fidelity)\//,
    offences: ['my.tradePay({ tradeNO });', "my['tradePay']({ tradeNO });", 'const { tradePay } = my;'],
    remedy: 'go through models/wallet.ts, which is total over what the cashier answers',
  },
  {
    name: 'arithmetic with money',
    pattern: /\bparseFloat\(|\.toFixed\(|[*/]\s*100\b/,
    // Where a hundred is of something else: shares of a route in per cent, and lengths of the simulator's screen.
    allowed:
      /^contract\/money\.ts$|^(sandbox|simulator)\/(.*\/)?money\.ts$|^(scripts|bench|simulator\/shell)\/|^cloudfunctions\/backend\/order\/routing\.ts$/,
    offences: [
      'const yuan = totalFen / 100;',
      'const fen = Math.round(Number(price) * 100);',
      'const total = parseFloat(amount);',
      'const text = yuan.toFixed(2);',
    ],
    remedy: 'money is integer fen; convert in contract/money.ts (the emulators have their own money.ts)',
  },
  {
    name: 'passing on the exports of another file',
    pattern: /^export\s*(?:\*|(?:type\s*)?\{[^}]*\})\s*(?:as \w+\s*)?from\b/m,
    // What others install has one face; a package is narrowed to the one function that is used of it.
    allowed: /^serverless-sdk\/index\.ts$|^cloudfunctions\/backend\/channel\/alipay\/unzip\.ts$/,
    offences: [
      "export * from './numbers';",
      "export { orderNo } from './numbers';",
      "export type { Order } from './order';",
    ],
    remedy: 'import it from where it is written, so that a name has one home',
  },
];

describe('some things stand in one place only', () => {
  test.each(bans)('$name', ({ pattern, allowed, remedy }) => {
    const offences = product
      .filter((file) => !allowed.test(file.path) && pattern.test(withoutComments(file.text)))
      .map((file) => file.path);
    expect({ offences, remedy }).toEqual({ offences: [], remedy });
  });

  test.each(bans)('$name would be noticed', ({ pattern, offences }) => {
    expect(offences.filter((line) => !pattern.test(withoutComments(line)))).toEqual([]);
  });

  test('templates show money as models hand it to them', () => {
    const arithmetic = /\{\{[^}]*(?:[*/]\s*\d|toFixed|parseFloat)/;
    const offences = projectFiles()
      .filter((path) => /^(?:pages|components)\/.*\.(?:axml|sjs)$/.test(path))
      .filter((path) => arithmetic.test(textOf(path)));
    expect(offences).toEqual([]);
  });

  test('nothing is marked as unfinished', () => {
    const mark = /\b(?:TO-?DO|FIX-?ME|X{3})\b/;
    expect(textFiles().filter((path) => mark.test(textOf(path)))).toEqual([]);
  });

  test('no test is skipped or singled out', () => {
    const mark =
      /\b(?:describe|test|it)(?:\.concurrent)?(?:\.each\([^)]*\))?\.(?:skip|only|todo|failing)\b|\b[xf](?:it|describe|test)(?:\.each)?\(/;
    const offences = sources.filter(
      (file) => file.path !== 'test/tidy.test.ts' && mark.test(withoutComments(file.text)),
    );
    expect(offences.map((file) => file.path)).toEqual([]);
  });

  test('no key and no long base64 text is in the tree', () => {
    const secret = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{16}|[A-Za-z0-9+/]{300,}={0,2}/;
    const offences = textFiles().filter((path) => secret.test(textOf(path)));
    expect(offences).toEqual([]);
  });

  test('no source file is longer than 300 lines', () => {
    const written = textFiles().filter(
      (path) => /\.(?:[jt]sx?|acss|axml|sjs)$/.test(path) && !/^(?:test|bench)\//.test(path),
    );
    const long = written.filter((path) => textOf(path).split('\n').length > 301);
    expect(long.map((path) => `${path} has more than one purpose; split it`)).toEqual([]);
  });

  test('file names are kebab-case', () => {
    const offences = sources.filter((file) => !/^(?:[a-z0-9.-]+\/)*[a-z0-9-]+(?:\.test|\.d)?\.tsx?$/.test(file.path));
    expect(offences.map((file) => file.path)).toEqual([]);
  });
});

function textOf(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

/** What people wrote: no pictures and fonts, and not what npm writes by itself. */
function textFiles(): string[] {
  return projectFiles().filter((path) => !/\.(png|jpg|ico|woff2?|ttf)$|^package-lock\.json$/.test(path));
}

/** Import cycles, each as the path that closes it. */
function cyclesOf(files: SourceFile[]): string[] {
  const imports = new Map(files.map((file) => [file.path, file.imports]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const file of files) visit(file.path, []);
  return cycles;
}
