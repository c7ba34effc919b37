/** One part of the matrix; started by `run-parts.ts`, which hears of every result. */
import { runMatrix } from './run-matrix';
import type { PartOrder } from './run-parts';
import type { ScenarioResult } from './scenario';
import { SCENARIOS } from './scenarios/all';

async function main(): Promise<void> {
  const { scenarios, ...chosen } = JSON.parse(process.argv[2] ?? '') as PartOrder;
  const told: Promise<void>[] = [];
  const tell = (result: ScenarioResult) =>
    new Promise<void>((resolve, reject) => {
      process.send?.(result, (error: Error | null) => (error ? reject(error) : resolve()));
    });
  await runMatrix({
    ...chosen,
    scenarios: SCENARIOS.filter(({ name }) => scenarios.includes(name)),
    progress: (result) => void told.push(tell(result)),
    nowMs: () => performance.now(),
  });
  await Promise.all(told);
}

// Without the process that started it nobody wants to know.
process.on('disconnect', () => process.exit(1));

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
