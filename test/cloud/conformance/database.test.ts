import { type RunningCloud, runningCloud } from '../support/running-cloud';
import { sdkClient } from '../support/sdk-client';
import { serverClient, serverKeyPair } from '../support/server-client';

const ID = expect.stringMatching(/^[0-9a-f]{24}$/);
const FUNCTIONS = {
  run: 'module.exports = (ctx) => { const { name, args } = ctx.args; return ctx.mpserverless.db.collection(ctx.args.collection)[name](...args) }',
  'finds-dates': `module.exports = async (ctx) => {
    const things = ctx.mpserverless.db.collection('dated');
    await things.insertOne({ at: new Date(5), text: 'x', none: undefined, pattern: /x/ });
    const { result } = await things.findOne({ at: new Date(5) });
    return [result.at.getTime(), result.text, 'none' in result, result.pattern];
  }`,
  transaction: 'module.exports = (ctx) => ctx.mpserverless.db.startTransaction()',
  files: 'module.exports = (ctx) => ctx.mpserverless.file.info(["a"])',
};

type Reply = { success: boolean; affectedDocs: number; result: unknown };
type Collection = Record<string, (...args: unknown[]) => Promise<Reply>>;

describe('the database of the unchanged server SDK', () => {
  const { publicKey, privateKey } = serverKeyPair();
  let cloud: RunningCloud;
  let collections = 0;
  beforeAll(async () => {
    cloud = await runningCloud({ functions: FUNCTIONS, serverKeys: [publicKey] });
  });
  afterAll(() => cloud.close());

  const named = (name: string) => serverClient(cloud, { privateKey }).db.collection(name) as unknown as Collection;

  /** A new collection with these documents in it. */
  async function holding(...docs: object[]): Promise<Collection> {
    collections += 1;
    const collection = named(`things-${collections}`);
    if (docs.length > 0) await collection.insertMany?.(docs);
    return collection;
  }

  const GOODS = [
    { name: 'tea', fen: 100, tags: ['hot', 'green'], size: { cm: 5 } },
    { name: 'milk', fen: 300, tags: [], size: { cm: 9 } },
    { name: 'bread', fen: 200, tags: ['hot'] },
  ];

  test.each`
    command                | args                                                                                   | affected | result
    ${'find'}              | ${[{ fen: { $gte: 200 } }, { sort: { fen: -1 }, projection: { name: 1, _id: 0 } }]}    | ${2}     | ${[{ name: 'milk' }, { name: 'bread' }]}
    ${'find'}              | ${[{}, { skip: 1, limit: 1, projection: { _id: 0, tags: 0, size: 0 } }]}               | ${1}     | ${[{ name: 'milk', fen: 300 }]}
    ${'find'}              | ${[]}                                                                                  | ${3}     | ${GOODS.map((each) => ({ ...each, _id: ID }))}
    ${'find'}              | ${[{ name: 'wine' }]}                                                                  | ${0}     | ${[]}
    ${'findOne'}           | ${[{ 'size.cm': { $lt: 6 } }]}                                                         | ${1}     | ${{ ...GOODS[0], _id: ID }}
    ${'findOne'}           | ${[{ name: 'wine' }]}                                                                  | ${0}     | ${null}
    ${'count'}             | ${[{ tags: 'hot' }]}                                                                   | ${2}     | ${2}
    ${'count'}             | ${[{}, { skip: 1, limit: 1 }]}                                                         | ${1}     | ${1}
    ${'distinct'}          | ${['tags', {}]}                                                                        | ${2}     | ${['green', 'hot']}
    ${'distinct'}          | ${['fen', { tags: 'hot' }]}                                                            | ${2}     | ${[100, 200]}
    ${'insertOne'}         | ${[{ name: 'wine' }]}                                                                  | ${1}     | ${{ insertedId: ID, ok: 1, n: 1 }}
    ${'insertMany'}        | ${[[{ name: 'wine' }, { name: 'beer' }]]}                                              | ${2}     | ${{ insertedIds: [ID, ID], ok: 1, n: 2 }}
    ${'updateOne'}         | ${[{ tags: 'hot' }, { $inc: { fen: 1 } }]}                                             | ${1}     | ${{ ok: 1, n: 1 }}
    ${'updateOne'}         | ${[{ name: 'wine' }, { $inc: { fen: 1 } }]}                                            | ${0}     | ${{ ok: 1, n: 0 }}
    ${'updateOne'}         | ${[{ name: 'wine' }, { $inc: { fen: 1 } }, { upsert: true }]}                          | ${1}     | ${{ upsertedId: ID, ok: 1, n: 1 }}
    ${'updateMany'}        | ${[{ tags: 'hot' }, { $set: { sold: true } }]}                                         | ${2}     | ${{ ok: 1, n: 2 }}
    ${'replaceOne'}        | ${[{ name: 'tea' }, { name: 'coffee' }]}                                               | ${1}     | ${{ ok: 1, n: 1 }}
    ${'findOneAndUpdate'}  | ${[{ name: 'tea' }, { $unset: { tags: '', size: '' } }]}                               | ${1}     | ${{ ...GOODS[0], _id: ID }}
    ${'findOneAndUpdate'}  | ${[{}, { $set: { fen: 0 } }, { sort: { fen: -1 }, returnNewDocument: true }]}          | ${1}     | ${{ ...GOODS[1], fen: 0, _id: ID }}
    ${'findOneAndUpdate'}  | ${[{ name: 'wine' }, { $set: { fen: 0 } }]}                                            | ${0}     | ${null}
    ${'findOneAndUpdate'}  | ${[{ name: 'wine' }, { $set: { fen: 0 } }, { upsert: true, returnNewDocument: true }]} | ${1}     | ${{ name: 'wine', fen: 0, _id: ID }}
    ${'findOneAndReplace'} | ${[{ name: 'tea' }, { name: 'coffee' }, { projection: { fen: 1, _id: 0 } }]}           | ${1}     | ${{ fen: 100 }}
    ${'findOneAndDelete'}  | ${[{ name: 'tea' }]}                                                                   | ${1}     | ${{ ...GOODS[0], _id: ID }}
    ${'deleteOne'}         | ${[{ tags: 'hot' }]}                                                                   | ${1}     | ${{ ok: 1, n: 1 }}
    ${'deleteMany'}        | ${[{ tags: 'hot' }]}                                                                   | ${2}     | ${{ ok: 1, n: 2 }}
  `('answers $command, case $#, in the words of the platform', async ({ command, args, affected, result }) => {
    const goods = await holding(...GOODS);
    expect(await goods[command]?.(...args)).toEqual({ success: true, affectedDocs: affected, result });
  });

  test('keeps what an update says, and the id', async () => {
    const goods = await holding(GOODS[0] as object);
    const before = (await goods.findOne?.())?.result as { _id: string };
    await goods.updateOne?.(
      {},
      { $set: { 'size.inch': 2 }, $push: { tags: 'new' }, $inc: { fen: -1 }, $unset: { name: 1 } },
    );
    expect((await goods.findOne?.({ _id: before._id }))?.result).toEqual({
      _id: before._id,
      fen: 99,
      tags: ['hot', 'green', 'new'],
      size: { cm: 5, inch: 2 },
    });
    await goods.replaceOne?.({ _id: before._id }, { name: 'coffee' });
    expect((await goods.find?.())?.result).toEqual([{ _id: before._id, name: 'coffee' }]);
  });

  test('sets on insert only what an upsert inserts', async () => {
    const goods = await holding();
    const update = { $setOnInsert: { first: true }, $inc: { fen: 1 } };
    for (let n = 0; n < 2; n += 1) await goods.updateOne?.({ name: 'tea', fen: { $lt: 5 } }, update, { upsert: true });
    expect((await goods.find?.({}, { projection: { _id: 0 } }))?.result).toEqual([
      { name: 'tea', fen: 2, first: true },
    ]);
  });

  test('takes times for times, and gives them back as such', async () => {
    const things = await holding({
      at: new Date(1_000),
      later: '1970-01-01T00:00:02.000Z',
      text: '1970-01-01T00:00:02Z',
    });
    const found = (await things.findOne?.({ at: { $lt: new Date(1_001) } }))?.result;
    expect(found).toEqual({ _id: ID, at: new Date(1_000), later: new Date(2_000), text: '1970-01-01T00:00:02Z' });
  });

  test.each`
    fault                               | command         | args
    ${'an aggregate'}                   | ${'aggregate'}  | ${[[{ $match: {} }]]}
    ${'an operator nobody has'}         | ${'find'}       | ${[{ a: { $near: 1 } }]}
    ${'code for the server'}            | ${'find'}       | ${[{ $where: 'true' }]}
    ${'a pattern that is none'}         | ${'find'}       | ${[{ a: { $regex: '(' } }]}
    ${'an order of truth values'}       | ${'find'}       | ${[{ a: { $gt: true } }]}
    ${'a flag that is none'}            | ${'find'}       | ${[{ a: { $regex: 'a', $options: 'x' } }]}
    ${'a list that is none'}            | ${'find'}       | ${[{ a: { $in: 1 } }]}
    ${'an empty $or'}                   | ${'find'}       | ${[{ $or: [] }]}
    ${'a position in an array'}         | ${'find'}       | ${[{ 'a.0': 1 }]}
    ${'taking and leaving out at once'} | ${'find'}       | ${[{}, { projection: { a: 1, b: 0 } }]}
    ${'a document with an id'}          | ${'insertOne'}  | ${[{ _id: 'mine' }]}
    ${'a dollar in a list of objects'}  | ${'insertOne'}  | ${[{ a: [{ $b: 1 }] }]}
    ${'an update without operators'}    | ${'updateOne'}  | ${[{}, { a: 1 }]}
    ${'an update of the id'}            | ${'updateOne'}  | ${[{}, { $set: { _id: 'mine' } }]}
    ${'an update that says it twice'}   | ${'updateOne'}  | ${[{}, { $set: { a: 1 }, $unset: { 'a.b': 1 } }]}
    ${'adding to a text'}               | ${'updateOne'}  | ${[{}, { $inc: { name: 1 } }]}
    ${'a field through a text'}         | ${'updateOne'}  | ${[{}, { $set: { 'name.x': 1 } }]}
    ${'another id in its place'}        | ${'replaceOne'} | ${[{}, { _id: 'mine' }]}
  `('refuses $fault', async ({ command, args }) => {
    const things = await holding({ name: 'x' });
    await expect(things[command]?.(...args)).rejects.toMatchObject({ name: 'Error', code: 'ParamInvalid' });
    expect((await things.find?.({}, { projection: { _id: 0 } }))?.result).toEqual([{ name: 'x' }]);
  });

  test.each(['', '1st', 'a b', 'x'.repeat(65), '中'])('refuses a collection called "%s"', async (name) => {
    await expect(named(name).find?.()).rejects.toMatchObject({
      code: expect.stringMatching(/ParamInvalid|ValidationFailed/),
    });
  });

  test('offers no transactions, and says so', async () => {
    const beginning = serverClient(cloud, { privateKey }).db.startTransaction();
    await expect(beginning).rejects.toMatchObject({
      code: 'ParamInvalid',
      message: expect.stringContaining('transactions'),
    });
  });

  test('loses no change of twenty callers, and gives one job to one of them', async () => {
    const things = await holding({ n: 0 }, { job: 1, taken: false });
    await Promise.all(Array.from({ length: 20 }, () => things.updateOne?.({ n: { $gte: 0 } }, { $inc: { n: 1 } })));
    expect((await things.findOne?.({ n: 20 }))?.affectedDocs).toBe(1);
    const take = () => things.findOneAndUpdate?.({ taken: false }, { $set: { taken: true } });
    const taken = await Promise.all(Array.from({ length: 20 }, take));
    expect(taken.filter((reply) => reply?.result !== null)).toHaveLength(1);
  });

  test.each([
    '"',
    "'",
    '\\',
    '$',
    '@',
    '?(1==1)',
    '%',
    '\n\t\u0001',
    '\u2028',
    '🍵',
    '中',
    '',
    '/*',
    '--',
    ') || (true',
    1e21,
    1e-7,
    -0.5,
    9_007_199_254_740_991,
    true,
  ])('finds what equals %j and nothing else, in a value and in a name', async (value) => {
    const things = await holding({ value }, { value: 'another' });
    expect((await things.find?.({ value }, { projection: { _id: 0 } }))?.result).toEqual([{ value }]);
    expect((await things.find?.({ value: { $in: [value, 'x'] } }))?.affectedDocs).toBe(1);
    const name = `n${String(value).replace(/[.$]/g, '')}`;
    const named = await holding({ [name]: 1 }, { other: 1 });
    expect((await named.find?.({ [name]: 1 }, { projection: { _id: 0 }, sort: { [name]: 1 } }))?.result).toEqual([
      { [name]: 1 },
    ]);
  });

  test('keeps collections apart', async () => {
    const [one, other] = [await holding({ a: 1 }), await holding()];
    expect((await one.count?.({}))?.result).toBe(1);
    expect((await other.count?.({}))?.result).toBe(0);
  });

  test('gives at most a hundred documents unless more are asked for, and never more than a thousand', async () => {
    const things = await holding(...Array.from({ length: 600 }, (_, n) => ({ n })));
    await things.insertMany?.(Array.from({ length: 600 }, (_, n) => ({ n })));
    expect((await things.find?.())?.affectedDocs).toBe(100);
    expect((await things.find?.({}, { limit: 150 }))?.affectedDocs).toBe(150);
    expect((await things.find?.({}, { limit: 5_000 }))?.affectedDocs).toBe(1_000);
    expect((await things.count?.({}))?.result).toBe(1_200);
  });

  describe('in a function', () => {
    async function invoke(name: string, args?: unknown): Promise<unknown> {
      const { sdk } = sdkClient(cloud);
      await sdk.init();
      return await sdk.function.invoke(name, args);
    }

    test('answers like the SDK', async () => {
      const run = (name: string, ...args: unknown[]) => invoke('run', { collection: 'seen', name, args });
      expect(await run('insertOne', { a: 1 })).toMatchObject({
        affectedDocs: 1,
        result: { insertedId: ID, ok: 1, n: 1 },
      });
      expect(await run('find', { a: 1 })).toMatchObject({ affectedDocs: 1, result: [{ _id: ID, a: 1 }] });
      expect((await named('seen').count?.({}))?.result).toBe(1);
      const message = expect.stringMatching(/^ParamInvalid:.*aggregate/);
      await expect(run('aggregate', [])).rejects.toEqual({ code: 'FunctionBizError', message });
    });

    test('takes and gives times, and loses what the SDK loses', async () => {
      expect(await invoke('finds-dates')).toMatchObject({ result: [5, 'x', false, {}] });
    });

    test.each(['transaction', 'files'])('refuses what it does not offer: %s', async (name) => {
      await expect(invoke(name)).rejects.toMatchObject({
        message: expect.stringContaining('This cloud does not offer'),
      });
    });
  });

  test('cannot be reached by an app', async () => {
    await named('secrets').insertOne?.({ a: 1 });
    const { sdk } = sdkClient(cloud);
    await sdk.init();
    const refusal = { code: 'InvalidMethod.Format', message: expect.stringContaining('call a function') };
    await expect(sdk.db.collection('secrets').find({})).rejects.toEqual(refusal);
    await expect(
      sdk.network.forward('serverless.db.default.execute', {
        command: 'deleteMany',
        collection: 'secrets',
        filter: {},
      }),
    ).rejects.toEqual(refusal);
  });
});
