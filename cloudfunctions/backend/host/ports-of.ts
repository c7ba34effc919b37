import type { Ports } from '../flow/ports';
import { ConfigError } from './config';
import type { FunctionContext } from './context';
import { platformPorts } from './platform-ports';

/** The ports a function works with: those its host gives, else those of the platform. */
export function portsOf(ctx: FunctionContext): Ports {
  if (ctx.ports) return ctx.ports;
  const { db } = ctx.mpserverless;
  if (db) return platformPorts(ctx, db);
  throw new ConfigError(['this host hands the function neither ports nor a database; run it with npm run serve']);
}
