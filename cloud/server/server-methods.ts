import type { ExecuteCommand } from '../document/commands';
import { profileOf } from '../function/function-context';
import type { Invoke } from '../function/invocation';
import { PlatformError } from '../platform-error';
import { methodRefusal } from '../platform-methods';
import type { Sessions } from '../session/sessions';
import type { User, Users } from '../session/users';
import type { SignedRequest } from '../signed-request';

/** What the methods need of the rest of the cloud. */
export interface ServerServices {
  spaceId: string;
  users: Users;
  sessions: Sessions;
  invoke: Invoke;
  execute: ExecuteCommand;
}

/** What a server says beside its request, and what is known of the connection. */
export interface ServerCall {
  requestId: string;
  /** Header `x-basement-auth-uid`, the SDK's option `userId`: on whose behalf a function of the platform calls. */
  behalfOf: string | undefined;
  /** Header `x-mpserverless-function-id`: the SDK sends it from inside a function. */
  fromFunction: boolean;
}

/** Gives the JSON text of `data`. */
type Method = (
  params: Record<string, unknown>,
  request: SignedRequest,
  call: ServerCall,
) => Promise<string | undefined>;

/** Carries out one request of the server SDK (reference serverless-platform 2). */
export function serverMethods({ spaceId, users, sessions, invoke, execute }: ServerServices) {
  /** Servers are believed whom they speak for: they hold a key. Undefined when they speak for nobody. */
  async function userOf({ token, userId }: SignedRequest, { behalfOf }: ServerCall): Promise<User | undefined> {
    const named = userId ?? behalfOf;
    if (token === undefined && named === undefined) return undefined;
    const user = token === undefined ? await users.get(String(named)) : await sessions.use(token);
    if (!user) throw new PlatformError('GATEWAY_INVALID_TOKEN', 'The token or userId is unknown or expired.');
    return user;
  }

  const methods: Record<string, Method> = {
    'serverless.auth.user.getProfileInfo': async (_params, request, call) => {
      const user = await userOf(request, call);
      if (!user) throw new PlatformError('ParamInvalid', 'This request is on behalf of no user; set userId or token.');
      return JSON.stringify({ user: profileOf(user, spaceId) });
    },
    'serverless.function.runtime.invoke': async (params, request, call) => {
      const { functionTarget, functionArgs = {} } = params;
      if (typeof functionTarget !== 'string') throw new PlatformError('ParamInvalid', 'functionTarget must be a text.');
      return await invoke({
        functionName: functionTarget,
        args: functionArgs,
        source: call.fromFunction ? 'function' : 'server',
        requestId: call.requestId,
        user: await userOf(request, call),
      });
    },
    'serverless.db.default.execute': async (params) => JSON.stringify(await execute(params)),
  };

  /** The JSON text of the result, undefined for none. Throws a PlatformError. */
  return async function answer(request: SignedRequest, call: ServerCall): Promise<string | undefined> {
    const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (!method) throw methodRefusal(request.method);
    if (!request.params) throw new PlatformError('MissingParams', 'Params is mandatory for this request.');
    return await method(request.params, request, call);
  };
}
