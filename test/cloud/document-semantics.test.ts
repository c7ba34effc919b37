import fc from 'fast-check';
import { Query } from 'mingo';
import { update as updateInMongo } from 'mingo/updater';
import { type DocumentExecution, documentExecution } from './support/document-execution';

type Json = Record<string, unknown>;

/** Short alphabets, so that filters hit documents. */
const scalar = fc.constantFrom<unknown>(
  0,
  1,
  2,
  -1.5,
  '',
  'x',
  'X',
  '中',
  true,
  false,
  null,
  '2026-01-02T03:04:05.678Z',
);
const ordered = fc.constantFrom<unknown>(0, 1, -1.5, '', 'x', '中', '2026-01-02T03:04:05.678Z');
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }));
const inner = fc.record({ d: value, e: value }, { requiredKeys: [] });
const members = fc.array(fc.record({ d: scalar }), { minLength: 1, maxLength: 2 });
const document = fc.record({ a: value, b: value, o: inner, l: members }, { requiredKeys: [] });
const path = fc.constantFrom('a', 'b', 'o.d', 'o.e', 'l.d', 'missing');

const operators = fc.oneof(
  scalar.map((x) => ({ $eq: x })),
  scalar.map((x) => ({ $ne: x })),
  fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), ordered).map(([name, x]) => ({ [name]: x })),
  fc.tuple(fc.constantFrom('$in', '$nin'), fc.array(scalar, { maxLength: 3 })).map(([name, x]) => ({ [name]: x })),
  fc.boolean().map((x) => ({ $exists: x })),
  fc.nat(3).map((x) => ({ $size: x })),
  fc.constantFrom({ $regex: '^x' }, { $regex: 'X', $options: 'i' }, { $regex: '^$' }),
);
const condition = fc.oneof(
  scalar,
  operators,
  operators.map((x) => ({ $not: x })),
);
const leaf = fc
  .tuple(path, condition)
  // The double gathers the members' values into an array of its own here, which MongoDB does not.
  .filter(([name, x]) => name !== 'l.d' || !JSON.stringify(x).includes('$size'))
  .map(([name, x]): Json => ({ [name]: x }));
const filter = fc.oneof(
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([one, other]): Json => ({ ...one, ...other })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(leaf, { minLength: 1, maxLength: 3 }))
      .map(([name, list]): Json => ({ [name]: list })),
  },
);

const change = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('$set', '$push', '$addToSet', '$pull'), scalar),
      fc.tuple(fc.constantFrom('$inc', '$mul', '$min', '$max'), fc.constantFrom<unknown>(-1, 0, 2)),
      fc.tuple(
        fc.constantFrom('$push', '$addToSet'),
        fc.uniqueArray(scalar, { maxLength: 3 }).map((x) => ({ $each: x })),
      ),
      fc.constant(['$unset', ''] as const),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .chain((parts) =>
    fc
      .uniqueArray(fc.constantFrom('a', 'b', 'o.d', 'new', 'new.deep'), {
        minLength: parts.length,
        maxLength: parts.length,
      })
      .map((paths) => {
        const update: Record<string, Json> = {};
        parts.forEach(([name, operand], index) => {
          update[name] = { ...update[name], [String(paths[index])]: operand };
        });
        return update;
      }),
  );

/** The double is MongoDB's semantics in memory; where it is known to differ from MongoDB, the examples above say so. */
describe('the document database answers as MongoDB does', () => {
  let database: DocumentExecution;
  beforeAll(async () => {
    database = await documentExecution();
  });
  afterAll(() => database.close());

  async function filled(docs: readonly Json[]): Promise<string> {
    const collection = database.newCollection();
    await database.execute({ command: 'insertMany', collection, docs: docs.map((each, n) => ({ ...each, n })) });
    return collection;
  }

  async function found(params: Json): Promise<Json[]> {
    const { result } = await database.execute({ command: 'find', ...params });
    return (result as Json[]).map(({ _id, ...rest }) => rest);
  }

  test('to any filter', async () => {
    const documents = fc.array(document, { minLength: 1, maxLength: 12 });
    const property = fc.asyncProperty(
      documents,
      fc.array(filter, { minLength: 1, maxLength: 8 }),
      async (docs, filters) => {
        const collection = await filled(docs);
        for (const query of filters) {
          const expected = docs
            .map((each, n): Json => ({ ...each, n }))
            .filter((each) => new Query(query as never).test(each));
          expect({ query, found: await found({ collection, query }) }).toEqual({ query, found: expected });
        }
      },
    );
    await fc.assert(property, { numRuns: 150, seed: 20_260_104 });
  });

  test('to any order', async () => {
    const sortable = fc.constantFrom<unknown>(0, 2, -1.5, 10, '', 'x', 'B', 'a', '中', true, false, null);
    const documents = fc.array(fc.record({ a: sortable, b: sortable }, { requiredKeys: [] }), {
      minLength: 1,
      maxLength: 12,
    });
    const direction = fc.constantFrom(1, -1);
    const sort = fc.oneof(fc.record({ a: direction }), fc.record({ b: direction, a: direction }));
    const property = fc.asyncProperty(documents, sort, fc.nat(3), async (docs, order, skip) => {
      const collection = await filled(docs);
      const numbered = docs.map((each, n): Json => ({ ...each, n }));
      const expected = new Query({}).find<Json>(numbered).sort(order).skip(skip).limit(5).all();
      expect(await found({ collection, options: { sort: order, skip, limit: 5 } })).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 60, seed: 20_260_105 });
  });

  test('to any update, or refuses it', async () => {
    const property = fc.asyncProperty(document, change, async (doc, update) => {
      const collection = await filled([doc]);
      const expected = updatedInMongo({ ...doc, n: 0 }, update);
      const outcome = await database
        .execute({ command: 'updateOne', collection, filter: {}, update })
        .catch(() => 'refused');
      if (expected === 'refused' || outcome === 'refused')
        expect(await found({ collection })).toEqual([{ ...doc, n: 0 }]);
      else expect({ update, found: await found({ collection }) }).toEqual({ update, found: [expected] });
    });
    await fc.assert(property, { numRuns: 200, seed: 20_260_106 });
  });
});

function updatedInMongo(doc: Json, change: Json): Json | 'refused' {
  const copy = structuredClone(doc);
  try {
    updateInMongo(copy, change as never, [], {}, { cloneMode: 'deep' });
    // As it comes over the wire, where there is no -0.
    return JSON.parse(JSON.stringify(copy)) as Json;
  } catch {
    return 'refused';
  }
}
