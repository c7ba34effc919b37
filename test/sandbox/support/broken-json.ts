import type { SeededRandom } from './seeded-random';

/** Texts that look like `whole`, which is the JSON of an object, and are not the JSON of one. */
export function brokenJson(random: SeededRandom, whole: string): string[] {
  return [
    whole.slice(0, 1 + random.below(whole.length - 1)),
    `${whole}}`,
    `${whole},`,
    `[${whole}]`,
    JSON.stringify(whole),
    whole.replaceAll('"', "'"),
    'null',
    '0',
  ];
}
