/** What runs now, by whom it runs for and what it is called. */
const running = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Callers that want the very same thing at the same time share one run and its answer. Only within this process, and only for
 * patience's sake: that it happens once is guarded by the store. Whoever has waited for `patienceMs` does `otherwise` instead.
 */
export async function shareRunning<Answer>(
  owner: object,
  name: string,
  patienceMs: number,
  act: () => Promise<Answer>,
  otherwise: () => Promise<Answer>,
): Promise<Answer> {
  const mine = running.get(owner) ?? new Map<string, Promise<unknown>>();
  running.set(owner, mine);
  const other = mine.get(name) as Promise<Answer> | undefined;
  if (other) return withPatience(other, patienceMs, otherwise);
  const run = act();
  mine.set(name, run);
  try {
    return await run;
  } finally {
    mine.delete(name);
  }
}

/** A run that fails has answered nobody: each of its callers tries for itself. */
async function withPatience<Answer>(
  other: Promise<Answer>,
  patienceMs: number,
  otherwise: () => Promise<Answer>,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patienceMs, null);
  });
  const answered = other.then((answer) => ({ answer })).catch(() => null);
  const first = await Promise.race([answered, patience]);
  clearTimeout(timer);
  return first ? first.answer : otherwise();
}
