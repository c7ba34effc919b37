import type { IncomingMessage } from 'node:http';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

/**
 * Whether a call comes from the simulator's own page: to a loopback name (so that no other name can be pointed here) and
 * from the same origin. Calls without an Origin come from programs, not from pages.
 */
export function isFromOwnPage({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? '';
  if (!loopback.has(hostName(host))) return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}
