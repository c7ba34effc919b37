/** docs/screens.md and its pictures are those of the scenes as they are now; `npm run screenshots` makes them anew. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { screenFiles, screensPage } from '../../scripts/screens';
import { projectRoot } from '../support/source-tree';

const images = join(projectRoot, 'docs', 'images');
/** All of them together: a repository should stay quick to clone. */
const MOST_BYTES = 2 * 1024 * 1024;

test('the page has every scene', () => {
  expect(readFileSync(join(projectRoot, 'docs', 'screens.md'), 'utf8')).toBe(screensPage());
});

test('every picture of the page is there, and no other', () => {
  expect(readdirSync(join(images, 'screens')).sort()).toEqual(screenFiles().sort());
});

test('the pictures are small', () => {
  const paths = [...readdirSync(join(images, 'screens')).map((file) => join('screens', file)), 'purchase.png'];
  expect(paths.map((path) => statSync(join(images, path)).size).reduce((sum, size) => sum + size, 0)).toBeLessThan(
    MOST_BYTES,
  );
});
