/** Development: what is changed in a source is what the cloud runs at the next call. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildFunctions, watchFunctions } from '../../scripts/build-functions';

describe('functions under development', () => {
  let root: string;
  let outDir: string;
  let watching: { close(): Promise<void> };
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'shouyin-watched-'));
    outDir = join(root, 'dist');
    await mkdir(join(root, 'cloudfunctions', 'greet'), { recursive: true });
    await writeFile(join(root, 'cloudfunctions', 'triggers.json'), '{}');
    await write("export = () => 'first'");
    await buildFunctions(root, outDir);
    watching = await watchFunctions(root, outDir);
  });
  afterAll(async () => {
    await watching.close();
    await rm(root, { recursive: true });
  });

  const write = (source: string) => writeFile(join(root, 'cloudfunctions', 'greet', 'index.ts'), source);
  const built = () => readFile(join(outDir, 'greet', 'index.js'), 'utf8');

  async function becomes(text: string): Promise<void> {
    while (!(await built()).includes(text)) await sleep(50);
  }

  test('are bundled anew when they change', async () => {
    expect(await built()).toContain('first');
    await write("export = () => 'second'");
    await becomes('second');
  });
});
