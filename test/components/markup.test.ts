/** What every page and component owes to fingers, eyes and ears, read from its AXML. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, projectRoot } from '../support/source-tree';

const files = projectFiles().filter((path) => /^(?:pages|components)\/.*\.axml$/.test(path));

/** Every tag of a file with its attributes as written. */
function tagsOf(path: string): { path: string; tag: string; attributes: string }[] {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  return [...text.matchAll(/<([a-z-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, tag = '', attributes = '']) => ({
      path,
      tag,
      attributes,
    }),
  );
}

const tags = files.flatMap(tagsOf);
const named = ({ path, tag, attributes }: (typeof tags)[number]): string => `${path}: <${tag}${attributes}>`;

test('whatever is tapped shows that it was pressed, and has a role', () => {
  const tapped = tags.filter(({ tag, attributes }) => tag === 'view' && /\sonTap=/.test(attributes));
  expect(tapped.length).toBeGreaterThan(10);
  const offences = tapped.filter(({ attributes }) => !/hover-class=/.test(attributes) || !/\srole=/.test(attributes));
  expect(offences.map(named)).toEqual([]);
});

test('pictures are named or hidden from assistive technology', () => {
  const pictures = tags.filter(({ tag }) => tag === 'image');
  expect(pictures.length).toBeGreaterThan(5);
  expect(pictures.filter(({ attributes }) => !/aria-(?:hidden|label)=/.test(attributes)).map(named)).toEqual([]);
});

test('fields are named', () => {
  const fields = tags.filter(({ tag }) => tag === 'input' || tag === 'textarea');
  expect(fields).toHaveLength(2);
  expect(fields.filter(({ attributes }) => !/aria-label=/.test(attributes)).map(named)).toEqual([]);
});

test('every page says when there is no network, and can tell the dark from the light', () => {
  const pages = files.filter((path) => /^pages\/(?!sandbox-)/.test(path));
  expect(pages).toHaveLength(5);
  const without = pages.filter((path) => {
    const text = readFileSync(join(projectRoot, path), 'utf8');
    return !text.includes('<offline-bar text="{{offline}}"') || !text.includes('class="dark-probe"');
  });
  expect(without).toEqual([]);
});

test('no words are written in a page or component', () => {
  const written = files.filter((path) => /[\u4e00-\u9fff]/.test(readFileSync(join(projectRoot, path), 'utf8')));
  expect(written).toEqual([]);
});
