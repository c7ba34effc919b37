import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from '../../cloud/folder-lock';

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'shouyin-lock-'));
  folder = join(parent, 'database');
});

afterEach(() => rm(parent, { recursive: true, force: true }));

test('a folder that a living process uses is refused, and the message names the process', async () => {
  const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  try {
    await writeFile(`${folder}.lock`, String(owner.pid));
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${owner.pid}`);
  } finally {
    owner.kill('SIGKILL');
  }
});

test('the lock of a process that was killed is taken over', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  await writeFile(`${folder}.lock`, String(dead));
  await lockFolder(folder);
  expect(await readFile(`${folder}.lock`, 'utf8')).toBe(String(process.pid));
});

test('a lock given back can be taken again', async () => {
  const unlock = await lockFolder(folder);
  await unlock();
  await expect(readFile(`${folder}.lock`)).rejects.toThrow('ENOENT');
  await lockFolder(folder);
});
