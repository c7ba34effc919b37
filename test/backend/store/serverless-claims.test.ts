import fc, { type Scheduler } from 'fast-check';
import { serverlessStore } from '../../../cloudfunctions/backend/store/serverless';
import { anOrder, anOrderNo } from '../../support/orders';
import { type Command, serverlessDocuments } from '../../support/serverless-database-documents';

const ORDER_NO = anOrderNo(1);

/** One process that inserts an order and then saves it when the insert was its own. */
interface Rival {
  /** It dies when it has sent that many commands; the last one arrives, or not. */
  livesFor: number;
  lastArrives: boolean;
  /** The command of that number is sent a second time on the way, and lands again at any later moment. */
  repeats: number;
}

const rival: fc.Arbitrary<Rival> = fc.record({
  livesFor: fc.oneof({ weight: 2, arbitrary: fc.constant(99) }, { weight: 1, arbitrary: fc.nat(5) }),
  lastArrives: fc.boolean(),
  repeats: fc.oneof({ weight: 2, arbitrary: fc.constant(99) }, { weight: 1, arbitrary: fc.nat(4) }),
});

describe.each([
  { indexes: 'with a unique index', uniqueField: 'orderNo' },
  { indexes: 'without a unique index', uniqueField: undefined },
])('rivals for one number, $indexes', ({ uniqueField }) => {
  test('agree on one order, whatever the order of their commands and whoever dies on the way', async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(rival, { minLength: 2, maxLength: 5 }),
      async (scheduler, rivals) => agreement(scheduler, rivals, uniqueField),
    );
    await fc.assert(property, { numRuns: 400, seed: 20_260_103 });
  });
});

async function agreement(scheduler: Scheduler, rivals: Rival[], uniqueField: string | undefined): Promise<void> {
  const hold = (label: string) => scheduler.schedule(Promise.resolve(), label);
  const documents = serverlessDocuments({ uniqueField, pause: () => hold('between two documents') });
  const settled = () => documents.all('orders').filter((document) => document.settled);
  const doubles: unknown[] = [];
  const execute = async (command: Command) => {
    const result = await documents.execute(command);
    if (settled().length > 1) doubles.push(command);
    return { success: true, ...result };
  };

  const insertions = rivals.map(async (each, n) => {
    const store = serverlessStore(rivalsDb(each, execute, hold));
    const order = anOrder({ orderNo: ORDER_NO, subject: `rival ${n}` });
    const inserted = await store.insert(order);
    if (inserted.kind === 'inserted') await store.save({ ...order, status: 'paid' }, 1);
    return inserted.kind === 'inserted' ? order.subject : inserted.order.subject;
  });
  const outcomes = await scheduler.waitFor(Promise.allSettled(insertions));
  await scheduler.waitIdle();

  const last = serverlessStore(rivalsDb(IMMORTAL, execute, async () => undefined));
  const closing = scheduler.waitFor(last.insert(anOrder({ orderNo: ORDER_NO, subject: 'last' })));
  const final = (await closing).kind === 'inserted' ? 'last' : (await last.get(ORDER_NO))?.subject;
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));

  expect(doubles).toEqual([]);
  expect(new Set([...winners, final]).size).toBe(1);
  expect(documents.all('orders')).toHaveLength(1);
  if (rivals.every((each) => each.livesFor === 99)) expect(await last.get(ORDER_NO)).toMatchObject({ status: 'paid' });
}

const IMMORTAL: Rival = { livesFor: 99, lastArrives: true, repeats: 99 };

/** The database as one rival reaches it: every request and every reply is held up until the scheduler lets it go on. */
function rivalsDb(
  { livesFor, lastArrives, repeats }: Rival,
  execute: (command: Command) => Promise<unknown>,
  hold: (label: string) => Promise<unknown>,
) {
  let sent = 0;
  const send = async (command: string, args: object) => {
    const arriving = { command, collection: 'orders', ...args };
    sent += 1;
    if (sent > livesFor || (sent === livesFor && !lastArrives)) throw new Error('died');
    if (sent === repeats) void hold(`${command} again`).then(() => execute(arriving).catch(() => undefined));
    await hold(`${command} sent`);
    const reply = await execute(arriving);
    await hold(`${command} answered`);
    if (sent >= livesFor) throw new Error('died');
    return reply;
  };
  const collection = {
    find: (query: object, options: object) => send('find', { query, options }),
    insertOne: (doc: object) => send('insertOne', { doc, options: {} }),
    updateOne: (filter: object, update: object) => send('updateOne', { filter, update, options: {} }),
    deleteMany: (filter: object) => send('deleteMany', { filter, options: {} }),
  };
  return { collection: () => collection };
}
