import { channelHealth } from '../../../cloudfunctions/backend/host/channel-health';
import { testClock } from '../../support/test-clock';

const REST_MS = 10_000;

function aHealth() {
  const clock = testClock(1_000_000);
  const health = channelHealth(clock);
  const note = (answered: boolean, call: 'create' | 'question' = 'create') =>
    health.note('shop', 'alipay', call, answered);
  const fail = (times: number) => Array.from({ length: times }, () => note(false));
  return { clock, note, fail, isUp: (channel: 'alipay' | 'fshows' = 'alipay') => health.isUp('shop', channel) };
}

describe('the circuit of a channel', () => {
  test('opens at the fifth call in a row without an answer, and says so once', () => {
    const { fail, isUp } = aHealth();
    expect(fail(4)).toEqual([null, null, null, null]);
    expect(isUp()).toBe(true);
    expect(fail(2)).toEqual(['went_down', null]);
    expect(isUp()).toBe(false);
  });

  test('counts only failures in a row', () => {
    const { fail, note, isUp } = aHealth();
    fail(4);
    note(true);
    fail(4);
    expect(isUp()).toBe(true);
  });

  test('opens at the fifth create in a row without an answer, although questions are answered', () => {
    const { clock, note, isUp } = aHealth();
    for (let creates = 0; creates < 5; creates += 1) {
      note(true, 'question');
      expect(isUp()).toBe(true);
      note(false);
    }
    expect(isUp()).toBe(false);
    clock.advance(REST_MS - 1);
    expect(note(true, 'question')).toBeNull();
    expect(isUp()).toBe(false);
    clock.advance(1);
    expect(isUp()).toBe(true);
    expect(note(true)).toBe('came_back');
  });

  test('opens when nothing at all is answered, be it questions alone, and closes when one is', () => {
    const { note, isUp } = aHealth();
    for (let questions = 0; questions < 5; questions += 1) note(false, 'question');
    expect(isUp()).toBe(false);
    expect(note(true, 'question')).toBe('came_back');
  });

  test('lets orders try again after a rest, and closes with the first answer', () => {
    const { clock, fail, note, isUp } = aHealth();
    fail(5);
    clock.advance(REST_MS - 1);
    expect(isUp()).toBe(false);
    clock.advance(1);
    expect(isUp()).toBe(true);
    note(false);
    expect(isUp()).toBe(false);
    expect(note(true)).toBe('came_back');
    expect(isUp()).toBe(true);
  });

  test('is of one channel of one merchant', () => {
    const { fail, isUp } = aHealth();
    fail(5);
    expect(isUp('fshows')).toBe(true);
  });

  test('does not stay open because a clock was set back', () => {
    const { clock, fail, isUp } = aHealth();
    fail(5);
    clock.advance(-3_600_000);
    expect(isUp()).toBe(true);
  });
});
