import type { Diagnostic } from '../../../simulator/compiler/diagnostic';
import { drawnInside } from '../drawn';
import { type RootFiles, type RunningRoot, simulatorBench } from '../mini-root';
import type { Case, Step } from './case';
import { caseRoot, pathOf } from './case-root';

const top = 'a-page[data-page-top]';

/** Five seconds at the longest; passing cases hardly ever wait. */
const PATIENCE_LOOKS = 100;
const LOOK_AGAIN_MS = 50;

/** A frame and what follows it: what setData asked for is drawn, and what that drawing asked for as well. */
const drawn = 'new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done))))';

/** Leaves whatever is open before the log is emptied, so that one case cannot speak into the next. */
const opening = (index: number): string => `(async () => {
  await my.reLaunch({ url: '/home' });
  getApp().log.splice(0);
  my.clearStorageSync();
  await my.reLaunch({ url: '/${pathOf(index)}' });
  await ${drawn};
})()`;

const folderOf = (index: number): string => `cases/${index}/`;

/** What the cases of one run have in common. */
export interface CaseOptions {
  /** Of app.json, beside `pages`. */
  appJson?: object;
  /** Files no case owns. */
  files?: RootFiles;
  /** A folder the cases are laid over, for what they import from its node_modules; without it a temporary one. */
  base?: string;
}

interface Loaded {
  running: RunningRoot;
  /** Errors of the compiler by case; such a case is left out of the root, so that it fails alone. */
  broken: Map<number, Diagnostic[]>;
}

function asText(files: RootFiles): Record<string, string> {
  const entries = Object.entries(files);
  return Object.fromEntries(
    entries.map(([path, content]) => [path, typeof content === 'string' ? content : JSON.stringify(content)]),
  );
}

async function load(
  bench: ReturnType<typeof simulatorBench>,
  cases: readonly Case[],
  { appJson, files, base }: CaseOptions,
): Promise<Loaded> {
  const broken = new Map<number, Diagnostic[]>();
  for (;;) {
    const kept = cases.map((one, index) => (broken.has(index) ? { rule: one.rule } : one));
    const app = { ...appJson, pages: ['home', 'tab', ...cases.map((_, index) => pathOf(index))] };
    const root = caseRoot(kept, { 'app.json': app, 'app.js': 'App({ log: [] });', ...files });
    const running = await (base ? bench.run(base, { overlay: asText(root) }) : bench.runFiles(root));
    const errors = running.simulator.errors();
    const guilty = cases.flatMap((_, index) => {
      const own = errors.filter(({ file }) => file.startsWith(folderOf(index)));
      return own.length > 0 ? [[index, own] as const] : [];
    });
    if (errors.length === 0) return { running, broken };
    if (guilty.length === 0) throw new Error(`the cases do not compile: ${JSON.stringify(errors)}`);
    for (const [index, own] of guilty) broken.set(index, own);
    await running.close();
  }
}

async function act({ page }: RunningRoot, step: Step): Promise<unknown> {
  if (typeof step === 'string') {
    const code = `const page = getCurrentPages().at(-1); const result = await (${step}); await ${drawn}; return result;`;
    return page.evaluate(`(async () => { ${code} })()`);
  }
  const result = await step(page);
  await page.evaluate(drawn);
  return result;
}

/** What a case says it will be in the end, as it is now. */
async function stateOf({ page, log }: RunningRoot, one: Case, given: unknown): Promise<Partial<Case>> {
  return {
    ...(one.draws === undefined ? {} : { draws: await drawnInside(page, top) }),
    ...(one.reads === undefined ? {} : { reads: (await page.locator(top).textContent()) ?? '' }),
    ...(one.logs === undefined ? {} : { logs: await log() }),
    ...(one.gives === undefined ? {} : { gives: given }),
  };
}

/** Looks again for a while where it is not yet so: pictures, scrolling and animations take their time on a busy machine. */
async function until(read: () => Promise<object>, expected: object): Promise<void> {
  for (let looked = 0; looked < PATIENCE_LOOKS; looked += 1) {
    try {
      expect(await read()).toMatchObject(expected);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
  expect(await read()).toMatchObject(expected);
}

/** Runs every case as a test of its name, all in one root and one browser page. */
export function runCases(cases: readonly Case[], options: CaseOptions = {}): void {
  const bench = simulatorBench();
  let loaded: Loaded;

  beforeAll(async () => {
    loaded = await load(bench, cases, options);
  });
  afterAll(() => bench.close());

  /** What the compiler has said of one case, and the console: while it was loaded, and since it was opened. */
  const heard = (index: number, from: number): string[] => {
    const { simulator, problems } = loaded.running;
    const warnings = simulator.warnings().filter(({ file }) => file.startsWith(folderOf(index)));
    const isOfCompiler = (line: string): boolean => warnings.some(({ message }) => line.includes(message));
    const before = problems().slice(0, from);
    const atLoad = before.filter((line) => line.includes(folderOf(index)) && !isOfCompiler(line));
    return [...warnings.map(({ message }) => message), ...atLoad, ...problems().slice(from)];
  };

  test.each(cases.map((one, index) => [one.rule, one, index] as const))('%s', async (_rule, one, index) => {
    const { running, broken } = loaded;
    const errors = broken.get(index)?.map(({ message }) => message) ?? [];
    if (errors.length > 0) return expect(errors).toEqual([expect.stringContaining(one.says ?? 'no error')]);
    const from = running.problems().length;
    await running.page.evaluate(opening(index));
    let given: unknown;
    for (const step of one.steps ?? []) given = await act(running, step);
    const { draws, reads, logs, gives } = one;
    await until(() => stateOf(running, one, given), JSON.parse(JSON.stringify({ draws, reads, logs, gives })));
    const said = heard(index, from);
    if (one.says === undefined) return expect(said).toEqual([]);
    return expect(said.filter((line) => line.includes(one.says as string))).toHaveLength(1);
  });
}
