import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/source-tree';
import { planted } from './mutant';
import { mutants } from './mutants';

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('the bug "%s" can still be planted', (_, mutant) => {
  const source = readFileSync(join(projectRoot, mutant.file), 'utf8');
  expect(planted(source, mutant)).not.toBe(source);
});

test('at least 25 bugs of the field are planted, each once', () => {
  expect(new Set(mutants.map((mutant) => mutant.name)).size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(25);
});
