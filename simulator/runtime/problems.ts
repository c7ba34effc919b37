type Listener = (problem: unknown, kind: 'error' | 'unhandledRejection') => void;

const listeners = new Set<Listener>();

/** Hears every error of mini-program code that nothing has caught. Returns the function that stops listening. */
export function onProblem(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Names an error with the place it comes from in the console, and tells App.onError. */
export function reportProblem(problem: unknown, where: string): void {
  console.error(`[simulator] ${where}:`, problem);
  for (const listener of listeners) listener(problem, 'error');
}

/** Runs mini-program code; an error in it is reported, told to `onProblem`, and does not stop the simulator. */
export function guarded<T>(where: string, run: () => T, onProblem?: (problem: unknown) => void): T | undefined {
  try {
    return run();
  } catch (problem) {
    reportProblem(problem, where);
    onProblem?.(problem);
    return undefined;
  }
}

/** Hears what escapes into promises and timers. */
export function watchUncaught(): void {
  addEventListener('error', (event) => {
    for (const listener of listeners) listener(event.error ?? event.message, 'error');
  });
  addEventListener('unhandledrejection', (event) => {
    for (const listener of listeners) listener(event.reason, 'unhandledRejection');
  });
}
