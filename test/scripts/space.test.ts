import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spaceToBuildFor } from '../../scripts/space';

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shouyin-space-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

test('an app for a named shop has its catalog of today in it', async () => {
  const env = { SHOUYIN_MERCHANT_NAME: '小店', SHOUYIN_CONTACT_PHONE: '400-000-0000', SHOUYIN_INSTALMENTS: '3' };
  const { firstCatalog } = await spaceToBuildFor(env, home);
  expect(firstCatalog).toMatchObject({
    merchantName: '小店',
    contact: { phone: '400-000-0000' },
    instalments: { counts: [3], feePayer: 'buyer' },
  });
  expect(firstCatalog?.goods.length).toBeGreaterThan(0);
});

test('an app for no shop in particular has none', async () => {
  expect(await spaceToBuildFor({}, home)).not.toHaveProperty('firstCatalog');
});

test('what could not be offered is refused before anything is built', async () => {
  const env = { SHOUYIN_MERCHANT_NAME: '小店', SHOUYIN_INSTALMENTS: '5' };
  await expect(spaceToBuildFor(env, home)).rejects.toThrow('SHOUYIN_INSTALMENTS');
});
