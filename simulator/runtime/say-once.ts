const said = new Set<string>();

/** Tells the developer something once in the console. `place` is `file:line:column` where it is known. */
export function sayOnce(place: string, message: string): void {
  const text = `${place}: ${message}`;
  if (said.has(text)) return;
  said.add(text);
  console.warn(`[simulator] ${text}`);
}
