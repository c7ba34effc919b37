import { format } from 'node:util';
import type { Logger } from 'pino';
import { HttpClient } from 'urllib';
import type { ExecuteCommand } from '../document/commands';
import { type FunctionDatabase, functionDatabase } from '../document/function-database';
import type { AlipayCloud, FunctionContext, Ports } from '../faces';
import { PlatformError } from '../platform-error';
import { methodRefusal } from '../platform-methods';
import type { User } from '../session/users';
import type { Invocation, Invoke } from './invocation';

/** What all functions share. */
export interface FunctionServices {
  spaceId: string;
  appId: string;
  cloud: AlipayCloud;
  ports: Ports;
  execute: ExecuteCommand;
  log: Logger;
}

/** A function's context with the members that our own doors do not use but any function of the platform may. */
export interface PlatformContext extends FunctionContext {
  httpclient: HttpClient;
  mpserverless: {
    user: { getInfo(): Promise<{ user: UserProfile }> };
    function: { invoke(name: string, args?: unknown): Promise<FunctionReply> };
    db: FunctionDatabase;
    file: Record<'uploadFile' | 'info' | 'deleteFile', () => Promise<never>>;
  };
}

/** What one function gets of another, as the SDK gives it. */
interface FunctionReply {
  success: true;
  result?: unknown;
  requestId: string;
}

/** A user as `getInfo` shows it (reference serverless-platform 1.5 and 2). */
export interface UserProfile {
  spaceId: string;
  userId: string;
  /** Alipay's id of the person; absent for anonymous users. */
  oAuthUserId?: string;
  createdAt: number;
  lastSeenAt: number;
}

/** A function that calls itself without an end must not take the whole cloud. */
const MOST_DEPTH = 16;

const httpclient = new HttpClient();

/** The context of one call. Nothing in it is shared with another call except services without state of a call. */
export function functionContext(services: FunctionServices, invocation: Invocation, invoke: Invoke): PlatformContext {
  return {
    args: invocation.args,
    env: environmentOf(services, invocation),
    logger: functionLogger(services.log),
    httpclient,
    cloud: services.cloud,
    mpserverless: {
      user: { getInfo: async () => ({ user: callerOf(services, invocation) }) },
      function: { invoke: (name, args) => invokeOther(invocation, invoke, name, args) },
      db: functionDatabase(services.execute),
      file: { uploadFile: refuseFiles, info: refuseFiles, deleteFile: refuseFiles },
    },
    ports: services.ports,
  };
}

async function refuseFiles(): Promise<never> {
  throw methodRefusal('serverless.file.resource');
}

/** The profile of a user, in the platform's words. */
export function profileOf(user: User, spaceId: string): UserProfile {
  const oAuthUserId = user.alipayUserId ?? user.alipayOpenId;
  return {
    spaceId,
    userId: user.userId,
    ...(oAuthUserId === undefined ? {} : { oAuthUserId }),
    createdAt: user.createdAtMs,
    lastSeenAt: user.lastSeenAtMs,
  };
}

function callerOf(services: FunctionServices, invocation: Invocation): UserProfile {
  if (!invocation.user) {
    throw Object.assign(new Error('this call carries no user session'), { code: 'UnauthorizedError' });
  }
  return profileOf(invocation.user, services.spaceId);
}

function environmentOf(services: FunctionServices, invocation: Invocation): Record<string, string> {
  const { source, user, userAgent, clientIp } = invocation;
  const isSignedIn = user?.alipayUserId !== undefined || user?.alipayOpenId !== undefined;
  return {
    MP_SPACE_ID: services.spaceId,
    MP_SOURCE: source,
    ...(userAgent === undefined ? {} : { MP_USER_AGENT: userAgent }),
    ...(clientIp === undefined ? {} : { MP_CLIENT_IP: clientIp }),
    ...(source === 'client' && isSignedIn ? { MP_APP_ID: services.appId } : {}),
  };
}

/** printf style, as on the platform. */
function functionLogger(lines: Logger): FunctionContext['logger'] {
  return {
    info: (text, ...values) => lines.info(format(text, ...values)),
    warn: (text, ...values) => lines.warn(format(text, ...values)),
    error: (text, ...values) => lines.error(format(text, ...values)),
    debug: (text, ...values) => lines.debug(format(text, ...values)),
  };
}

async function invokeOther(
  caller: Invocation,
  invoke: Invoke,
  name: string,
  args: unknown = {},
): Promise<FunctionReply> {
  const copied: unknown = JSON.parse(JSON.stringify(args) ?? '{}');
  const { user, requestId } = caller;
  const depth = (caller.depth ?? 0) + 1;
  if (depth > MOST_DEPTH) {
    throw new PlatformError('FunctionResourceExhausted', `Functions call each other more than ${MOST_DEPTH} deep.`);
  }
  const json = await invoke({ functionName: String(name), args: copied, source: 'function', user, requestId, depth });
  return { success: true, ...(json === undefined ? {} : { result: JSON.parse(json) }), requestId };
}
