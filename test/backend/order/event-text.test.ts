import type { OutboxEvent } from '../../../cloudfunctions/backend/order/order';
import { textOf } from '../../../cloudfunctions/backend/order/outbox';
import { anOrderWithEverything } from '../../support/orders';

/** As a database may hand it back: the same members, the other way round, at every depth. */
function turnedRound<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const turned = Object.entries(value).map(([name, member]) => [name, turnedRound(member)]);
  return Object.fromEntries(turned.reverse());
}

describe('the text of an event', () => {
  const [event] = anOrderWithEverything().outbox as [OutboxEvent];

  test('is the same however a store has kept its members', () => {
    expect(Object.keys(turnedRound(event))).not.toEqual(Object.keys(event));
    expect(textOf(turnedRound(event))).toBe(textOf(event));
  });

  test('says all that the event says, and nothing of its delivery', () => {
    const { delivery: _, ...told } = event;
    expect(JSON.parse(textOf(event))).toEqual(told);
  });
});
