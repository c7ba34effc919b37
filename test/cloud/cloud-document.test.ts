import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/source-tree';
import { type RunningCloud, runningCloud, SPACE_ID } from './support/running-cloud';
import { serverKeyPair } from './support/server-client';
import { postSigned } from './support/signed-request';

const page = () => readFileSync(join(projectRoot, 'docs', 'cloud.md'), 'utf8');

/** Rows of a table of the page whose first cell is code. */
function rows(heading: string): string[][] {
  const section =
    page()
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('docs/cloud.md', () => {
  const { publicKey, privateKey } = serverKeyPair();
  let cloud: RunningCloud;
  beforeAll(async () => {
    cloud = await runningCloud({ serverKeys: [publicKey] });
  });
  afterAll(() => cloud.close());

  async function askServer(method: string, params: object): Promise<{ code: string; message: string } | undefined> {
    const body = { method, params: JSON.stringify(params), spaceId: SPACE_ID, timestamp: 1 };
    const line = `method=${method}&params=${body.params}&spaceId=${SPACE_ID}&timestamp=1`;
    const headers = { 'x-serverless-sign': createSign('MD5').update(line).sign(privateKey, 'hex') };
    const answer = await fetch(`${cloud.url}/server`, { method: 'POST', headers, body: JSON.stringify(body) });
    return ((await answer.json()) as { error?: { code: string; message: string } }).error;
  }

  test.each(rows('Methods'))(
    'says truly whether there is %s: %s at /client, %s at /server',
    async (method, client, server) => {
      const atClient = (await postSigned(cloud.url, { method, params: '{}' })).body.error?.code;
      expect(atClient === 'InvalidMethod.Format' ? 'no' : 'yes').toBe(client);
      const atServer = (await askServer(method, {}))?.code;
      expect(atServer === 'InvalidMethod.Format' ? 'no' : 'yes').toBe(server);
    },
  );

  test.each(rows('The document database'))('says truly whether there is the command %s: %s', async (command, here) => {
    const args = { query: {}, filter: {}, key: 'a', doc: {}, docs: [{}], update: { $set: { a: 1 } }, replacement: {} };
    const error = await askServer('serverless.db.default.execute', {
      command,
      collection: 'things',
      options: {},
      ...args,
    });
    expect(error === undefined ? 'yes' : 'no').toBe(here);
    if (error) expect(error.message).toContain('This cloud does not offer');
  });

  test('lists every error code', () => {
    const source = readFileSync(join(projectRoot, 'cloud', 'platform-error.ts'), 'utf8');
    const [, union = ''] = /type PlatformErrorCode =([\s\S]*?');/.exec(source) ?? [];
    expect(rows('Errors').map(([code]) => code)).toEqual([...union.matchAll(/\| '([^']+)'/g)].map((match) => match[1]));
  });

  /** What the page says of filters and updates, in this order. */
  function operators(): string[][] {
    const sentence = /^Filters take `([^`]+)`[^`]*updates `([^`]+)`/m.exec(page()) ?? [];
    return sentence.slice(1).map((names) => names.split(/\s+/));
  }

  test('names operators that are there', async () => {
    const [filters = [], updates = []] = operators();
    expect([filters.length, updates.length]).toEqual([16, 10]);
    const lists = new Set(['$in', '$nin', '$all']);
    const operandOf = (name: string) => (lists.has(name) ? [1] : ({ $not: { $eq: 1 }, $regex: 'x' }[name] ?? 1));
    for (const name of filters) {
      const query = /^\$(and|or|nor)$/.test(name) ? { [name]: [{}] } : { a: { [name]: operandOf(name) } };
      const asking = { command: 'find', collection: 'things', query, options: {} };
      expect([name, await askServer('serverless.db.default.execute', asking)]).toEqual([name, undefined]);
    }
    for (const name of updates) {
      const asking = {
        command: 'updateOne',
        collection: 'things',
        filter: {},
        update: { [name]: { fresh: 1 } },
        options: {},
      };
      const error = await askServer('serverless.db.default.execute', asking);
      expect([name, error?.message ?? '']).toEqual([name, expect.not.stringContaining('not offered')]);
    }
  });
});
