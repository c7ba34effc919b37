import { sandboxClock } from '../../sandbox/clock';

describe('the clock of the sandbox', () => {
  test('stands still until it is moved', async () => {
    const clock = sandboxClock({ frozenAtMs: 1000 });
    expect(clock.isFrozen()).toBe(true);
    expect(clock.nowMs()).toBe(1000);
    await clock.advance(500);
    expect(clock.nowMs()).toBe(1500);
  });

  test('runs what falls due in order, each at its own moment', async () => {
    const clock = sandboxClock({ frozenAtMs: 0 });
    const ran: [string, number][] = [];
    clock.wakeAt(30, () => void ran.push(['third', clock.nowMs()]));
    clock.wakeAt(10, () => void ran.push(['first', clock.nowMs()]));
    clock.wakeAt(10, () => void ran.push(['second', clock.nowMs()]));
    clock.wakeAt(31, () => void ran.push(['later', clock.nowMs()]));
    await clock.advance(30);
    expect(ran).toEqual([
      ['first', 10],
      ['second', 10],
      ['third', 30],
    ]);
  });

  test('waits for a task before time goes on, so that what the task plans is in time', async () => {
    const clock = sandboxClock({ frozenAtMs: 0 });
    const ranAtMs: number[] = [];
    const again = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      ranAtMs.push(clock.nowMs());
      clock.wakeAt(clock.nowMs() + 10, again);
    };
    clock.wakeAt(10, again);
    await clock.advance(35);
    expect(ranAtMs).toEqual([10, 20, 30]);
    expect(clock.nowMs()).toBe(35);
  });

  test('starts at once, but never synchronously, what is due already', async () => {
    const clock = sandboxClock({ frozenAtMs: 100 });
    let hasRun = false;
    clock.wakeAt(50, () => {
      hasRun = true;
    });
    expect(hasRun).toBe(false);
    await clock.advance(0);
    expect(hasRun).toBe(true);
    expect(clock.nowMs()).toBe(100);
  });

  test('forgets what is taken back', async () => {
    const clock = sandboxClock({ frozenAtMs: 0 });
    let hasRun = false;
    const cancel = clock.wakeAt(10, () => {
      hasRun = true;
    });
    cancel();
    await clock.advance(20);
    expect(hasRun).toBe(false);
  });

  test('runs with the machine when it is not frozen, and wakes by itself', async () => {
    const clock = sandboxClock();
    const before = Date.now();
    expect(clock.nowMs()).toBeGreaterThanOrEqual(before);
    await new Promise<void>((resolve) => clock.wakeAt(clock.nowMs() + 5, resolve));
    expect(clock.nowMs()).toBeGreaterThanOrEqual(before + 5);
  });

  test('goes on running from where it was moved to', async () => {
    const clock = sandboxClock();
    const dayMs = 86_400_000;
    let ranAtMs = 0;
    const start = clock.nowMs();
    clock.wakeAt(start + dayMs, () => {
      ranAtMs = clock.nowMs();
    });
    await clock.advance(2 * dayMs);
    expect(ranAtMs).toBe(start + dayMs);
    expect(clock.isFrozen()).toBe(false);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(start + 2 * dayMs);
  });

  test('freezes and resumes without a leap', async () => {
    const clock = sandboxClock();
    clock.freeze();
    const frozenAt = clock.nowMs();
    let hasRun = false;
    clock.wakeAt(frozenAt + 5, () => {
      hasRun = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.nowMs()).toBe(frozenAt);
    expect(hasRun).toBe(false);
    clock.resume();
    await new Promise<void>((resolve) => clock.wakeAt(frozenAt + 6, resolve));
    expect(hasRun).toBe(true);
  });

  test('bears a wake-up further away than a timer of the machine reaches', async () => {
    const clock = sandboxClock();
    let hasRun = false;
    const cancel = clock.wakeAt(clock.nowMs() + 2 ** 33, () => {
      hasRun = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(hasRun).toBe(false);
    cancel();
  });

  test('forgets what is called off, however much, and runs the rest at its time', async () => {
    const clock = sandboxClock({ frozenAtMs: 0 });
    const ran: number[] = [];
    const plan = (atMs: number) => clock.wakeAt(atMs, () => void ran.push(atMs));
    const undo = Array.from({ length: 100 }, (_, index) => plan(index + 1));
    undo.forEach((callOff, index) => {
      if ((index + 1) % 10 !== 0) callOff();
    });
    await clock.advance(50);
    plan(55);
    // Calling off what has run, or twice, takes nothing else away.
    for (const callOff of undo.slice(0, 60)) callOff();
    await clock.advance(50);
    expect(ran).toEqual([10, 20, 30, 40, 50, 55, 70, 80, 90, 100]);
  });
});
