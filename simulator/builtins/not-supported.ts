const named = new Set<string>();

/** Names something the simulator does not do, once, in the console. */
export function notSupported(what: string): void {
  if (named.has(what)) return;
  named.add(what);
  console.warn(`${what} is not supported by the simulator.`);
}
