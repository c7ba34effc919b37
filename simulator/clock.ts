/** The one place of the simulator that reads the time of day. Milliseconds since 1970, UTC. */
export function nowMs(): number {
  return Date.now();
}
