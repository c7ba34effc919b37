import * as v from 'valibot';

/** Something about a gateway that is not documented, or depends on a contract, and is therefore a switch. */
export interface Rule<Schema extends v.GenericSchema = v.GenericSchema> {
  /** What it can be set to. */
  schema: Schema;
  /** What it is unless told otherwise. */
  usual: v.InferOutput<Schema>;
  /** Values worth trying, the usual one first; it takes all others that fit the schema, too. */
  choices: readonly v.InferOutput<Schema>[];
  title: string;
  titleZh: string;
}

/** Both languages of a rule's title. */
type Titles = readonly [english: string, chinese: string];

function rule<const Schema extends v.GenericSchema>(
  schema: Schema,
  choices: readonly [v.InferOutput<Schema>, ...v.InferOutput<Schema>[]],
  [title, titleZh]: Titles,
): Rule<Schema> {
  return { schema, usual: choices[0], choices, title, titleZh };
}

/** A rule that is on or off. */
export function flag(usual: boolean, ...titles: Titles) {
  return rule(v.boolean('must be true or false'), [usual, !usual], titles);
}

/** The first option is the usual one. */
export function oneOf<const Options extends readonly [string | number, ...(string | number)[]]>(
  options: Options,
  ...titles: Titles
) {
  return rule(v.picklist(options, `must be one of ${options.join(', ')}`), options as never, titles);
}

const LONGEST_MS = 3650 * 86_400_000;

/** Milliseconds, ten years at most. */
export function duration(choicesMs: readonly [number, ...number[]], ...titles: Titles) {
  return rule(wholeNumber(LONGEST_MS), choicesMs, titles);
}

/** A whole number from 0 on. */
export function count(choices: readonly [number, ...number[]], most: number, ...titles: Titles) {
  return rule(wholeNumber(most), choices, titles);
}

/** A whole number from 0 on, or null for no limit, which is usual. */
export function limit(example: number, ...titles: Titles) {
  return rule(v.nullable(wholeNumber(Number.MAX_SAFE_INTEGER)), [null, example], titles);
}

/** A rule whose value is a list of `item`s; the first choice is the usual one. */
export function list<const Item extends v.GenericSchema>(
  item: Item,
  choices: readonly [readonly v.InferOutput<Item>[], ...(readonly v.InferOutput<Item>[])[]],
  ...titles: Titles
) {
  return rule(v.pipe(v.array(item, 'must be a list'), v.readonly()), choices, titles);
}

/** For lists of words. */
export const word = v.pipe(v.string('must be a text'), v.minLength(1, 'must not be empty'));

function wholeNumber(most: number) {
  return v.pipe(
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(0, 'must be 0 or more'),
    v.maxValue(most, `must be ${most} or less`),
  );
}
