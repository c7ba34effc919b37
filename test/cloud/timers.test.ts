import { cronRefusal } from '../../cloud/cron-rule';
import type { Invocation } from '../../cloud/function/invocation';
import { PlatformError } from '../../cloud/platform-error';
import { type TimerRules, type Timers, timers } from '../../cloud/timers';
import { recordedLog } from './support/running-cloud';

const MINUTE_MS = 60_000;
/** 2026-01-31 was a Saturday; in Beijing it is eight hours later. */
const START_MS = Date.UTC(2026, 0, 31, 15, 59, 30);

describe('timers', () => {
  let keeper: Timers;
  let runs: Invocation[];
  beforeEach(() => {
    jest.useFakeTimers({ now: START_MS });
    runs = [];
  });
  afterEach(async () => {
    await keeper.stop();
    jest.useRealTimers();
  });

  function keep(rules: TimerRules, run: () => Promise<string | undefined> = async () => '"done"'): Timers {
    const invoke = (invocation: Invocation) => {
      runs.push(invocation);
      return run();
    };
    keeper = timers(rules, invoke, { nowMs: () => Date.now() }, recordedLog().log);
    return keeper;
  }

  const sweep = { 'order-sweep': { cron: '0 * * * * *', userPayload: 'p' } };

  test('run their function with what the platform would hand it', async () => {
    keep(sweep).start(false);
    expect(runs).toEqual([]);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(runs).toEqual([
      {
        functionName: 'order-sweep',
        args: { userPayload: 'p', triggerTime: '2026-01-31T16:00:00.000Z' },
        source: 'timing',
        requestId: expect.any(String),
      },
    ]);
    await jest.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(runs).toHaveLength(6);
  });

  test.each`
    cron                          | when                           | times
    ${'0 0 0 * * *'}              | ${'every midnight in Beijing'} | ${2}
    ${'0 0 16 * * ?'}             | ${'every day at four'}         | ${1}
    ${'0 */15 * * * *'}           | ${'every quarter of an hour'}  | ${97}
    ${'30 0,30 9-17 * * MON-FRI'} | ${'in hours of work'}          | ${0}
    ${'0 0 12 ? * 7'}             | ${'every Sunday at noon'}      | ${1}
    ${'0 0 1 1 FEB *'}            | ${'on the first of February'}  | ${1}
  `('keep Beijing time: $cron runs $times times in a day from Saturday midnight, $when', async ({ cron, times }) => {
    keep({ timed: { cron } }).start(false);
    await jest.advanceTimersByTimeAsync(24 * 60 * MINUTE_MS + 30_000);
    expect(runs).toHaveLength(times);
  });

  test('run once at the start when asked', () => {
    keep(sweep).start(true);
    expect(runs).toHaveLength(1);
  });

  test('do not start a run while the one before is under way', async () => {
    let finish: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    keep(sweep, () => slow.then(() => undefined)).start(false);
    await jest.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(runs).toHaveLength(1);
    const waiting = keeper.run('order-sweep');
    expect(runs).toHaveLength(1);
    finish();
    expect(await waiting).toBeUndefined();
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(runs).toHaveLength(2);
  });

  test('go on after a run that failed', async () => {
    keep(sweep, () => Promise.reject(new PlatformError('FunctionBizError', 'no'))).start(false);
    await jest.advanceTimersByTimeAsync(3 * MINUTE_MS);
    expect(runs).toHaveLength(3);
    await expect(keeper.run('order-sweep')).rejects.toMatchObject({ code: 'FunctionBizError' });
  });

  test('run again up to three times when a run takes too long, at the time they were due', async () => {
    keep(sweep, () => Promise.reject(new PlatformError('RequestTimeout', 'late'))).start(false);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(runs).toHaveLength(4);
    expect(new Set(runs.map(({ args }) => JSON.stringify(args))).size).toBe(1);
    expect(new Set(runs.map(({ requestId }) => requestId)).size).toBe(4);
  });

  test('need no further run when one of the repeated ones is in time', async () => {
    const outcomes = [new PlatformError('RequestTimeout', 'late'), new PlatformError('RequestTimeout', 'late')];
    keep(sweep, () => {
      const late = outcomes.pop();
      return late ? Promise.reject(late) : Promise.resolve('"done"');
    });
    expect(await keeper.run('order-sweep')).toBe('done');
    expect(runs).toHaveLength(3);
  });

  test('run no more once stopped', async () => {
    keep(sweep).start(false);
    await keeper.stop();
    await jest.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(runs).toEqual([]);
  });

  test('can be run by hand, and give what the function returned', async () => {
    expect(await keep(sweep).run('order-sweep')).toBe('done');
    await expect(keeper.run('unknown')).rejects.toThrow('there is no timer unknown');
  });
});

describe('the rule for the time of a timer', () => {
  test.each`
    cron                   | refusal
    ${'0 0 * * * *'}       | ${null}
    ${'59 0-10/2 * * * *'} | ${null}
    ${'0 0 0 1 * ?'}       | ${null}
    ${'0 0 0 ? * MON'}     | ${null}
    ${'* * * * *'}         | ${'six fields'}
    ${'0 0 0 1 1 ? 2026'}  | ${'six fields'}
    ${'* * * * * *'}       | ${'seconds'}
    ${'*/5 * * * * *'}     | ${'seconds'}
    ${'0,30 * * * * *'}    | ${'seconds'}
    ${'60 * * * * *'}      | ${'seconds'}
    ${'0 0 0 1 * 1'}       | ${'day and weekday'}
    ${'0 0 0 L * *'}       | ${'only numbers'}
    ${'0 0 0 15W * *'}     | ${'only numbers'}
    ${'0 0 0 * * 5#2'}     | ${'only numbers'}
    ${'0 ? * * * *'}       | ${'? stands alone'}
    ${'0 0 0 */? * *'}     | ${'? stands alone'}
    ${'0 60 * * * *'}      | ${'beyond its range'}
    ${'0 0 24 * * *'}      | ${'beyond its range'}
    ${'0 0 0 32 * *'}      | ${'beyond its range'}
    ${'0 0 0 0 * *'}       | ${'beyond its range'}
    ${'0 0 0 * 13 *'}      | ${'beyond its range'}
    ${'0 0 0 * 0 *'}       | ${'beyond its range'}
    ${'0 0 0 * * 8'}       | ${'beyond its range'}
    ${'0 0 0 * MON *'}     | ${'beyond its range'}
    ${'0 0 0 * * JAN'}     | ${'beyond its range'}
    ${'0 5-1 * * * *'}     | ${'beyond its range'}
    ${'0 */0 * * * *'}     | ${'beyond its range'}
    ${'0 1,,2 * * * *'}    | ${'beyond its range'}
    ${'0 0 0 30 2 *'}      | ${'never comes'}
    ${'0 0 0 * DEC ?'}     | ${null}
    ${'0 0 0 ? * 0'}       | ${null}
    ${'0 0 0 ? * 7'}       | ${null}
    ${'0 0 0 29 2 *'}      | ${null}
    ${' 0 0  0 1 1 * '}    | ${null}
  `('says of "$cron": $refusal', ({ cron, refusal }) => {
    if (refusal === null) expect(cronRefusal(cron)).toBeNull();
    else expect(cronRefusal(cron)).toContain(refusal);
  });
});
