import type { User } from '../session/users';

/** Where a call of a function came from; `ctx.env.MP_SOURCE` (reference serverless-platform 3). */
export type InvocationSource = 'client' | 'function' | 'server' | 'http' | 'timing';

/** One call of a function. */
export interface Invocation {
  functionName: string;
  /** JSON, not shared with anything: the function may change it. */
  args: unknown;
  source: InvocationSource;
  requestId: string;
  /** How many functions have called each other for this call; absent for none. */
  depth?: number;
  /** Who is calling; absent for HTTP triggers and timers. */
  user?: User | undefined;
  userAgent?: string | undefined;
  clientIp?: string | undefined;
}

/**
 * Runs a function and gives its result as JSON text, undefined when it returned nothing. Throws a PlatformError when it
 * cannot be run, fails, or takes too long.
 */
export type Invoke = (invocation: Invocation) => Promise<string | undefined>;
