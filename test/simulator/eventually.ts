/** How long a browser on a busy machine may take to draw; passing tests never wait that long. */
const PATIENCE_MS = 5_000;

/** Reads again and again until it is what is expected; then, or when patience ends, says how it differs. */
export async function eventually<Value>(read: () => Value | Promise<Value>, expected: unknown): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 25) {
    try {
      expect(await read()).toEqual(expected);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  expect(await read()).toEqual(expected);
}
