import type { AlipayCloud, Clock } from '../faces';
import { profileOf } from '../function/function-context';
import type { Invoke } from '../function/invocation';
import type { Limits } from '../limits';
import { PlatformError } from '../platform-error';
import { methodRefusal } from '../platform-methods';
import { callerAt, rateLimit } from '../rate-limit';
import { INITIAL_LIFE_MS, type Sessions } from '../session/sessions';
import type { User, Users } from '../session/users';
import type { SignedRequest } from '../signed-request';
import type { Space } from '../space';
import { identityFromAuthCode } from './auth-code';

/** What the methods need of the rest of the cloud. */
export interface ClientServices {
  space: Space;
  users: Users;
  sessions: Sessions;
  cloud: AlipayCloud;
  invoke: Invoke;
  clock: Clock;
}

/** What is known of the connection a request came over. */
export interface ClientConnection {
  requestId: string;
  userAgent: string | undefined;
  clientIp: string;
}

type Params = Record<string, unknown>;
/** Gives the JSON text of `data`. */
type Method = (params: Params, request: SignedRequest, connection: ClientConnection) => Promise<string | undefined>;

/** Carries out one request of the client SDK (reference serverless-platform 1.4). */
export function clientMethods(services: ClientServices, limits: Limits) {
  const { space, users, sessions, clock } = services;
  const limitBuyer = rateLimit(limits.perBuyer, clock);
  const limitSignIns = rateLimit(limits.signInsPerAddress, clock);

  async function signedIn({ token }: SignedRequest): Promise<User> {
    const user = token ? await sessions.use(token) : null;
    if (!user) throw new PlatformError('GATEWAY_INVALID_TOKEN', 'The token is missing, unknown or expired.');
    limitBuyer(user.userId);
    return user;
  }

  async function grant(user: User): Promise<string> {
    return JSON.stringify({ accessToken: await sessions.open(user), expiresInSecond: INITIAL_LIFE_MS / 1000 });
  }

  function checkApp(params: Params): void {
    if (params.clientIdentifier !== space.appId) {
      throw new PlatformError('ParamInvalid', 'clientIdentifier is not the app of this space.');
    }
  }

  const methods: Record<string, Method> = {
    'serverless.auth.user.authorize': async (params, _request, { clientIp }) => {
      checkApp(params);
      limitSignIns(callerAt(clientIp));
      const provider = params.authProvider ?? 'alipay_openapi';
      if (provider !== 'alipay_openapi')
        throw new PlatformError('ParamInvalid', 'authProvider must be alipay_openapi.');
      return await grant(await users.signIn(await identityFromAuthCode(params.authCode, services.cloud)));
    },
    'serverless.auth.user.anonymousAuthorize': async (params, _request, { clientIp }) => {
      checkApp(params);
      limitSignIns(callerAt(clientIp));
      return await grant(await users.anonymous());
    },
    'serverless.auth.user.getProfileInfo': async (_params, request) =>
      JSON.stringify({ user: profileOf(await signedIn(request), space.spaceId) }),
    'serverless.function.runtime.invoke': async (params, request, connection) => {
      const user = await signedIn(request);
      const { functionTarget, functionArgs = {} } = params;
      if (typeof functionTarget !== 'string') throw new PlatformError('ParamInvalid', 'functionTarget must be a text.');
      return await services.invoke({
        ...connection,
        functionName: functionTarget,
        args: functionArgs,
        source: 'client',
        user,
      });
    },
  };

  /** The JSON text of the result, undefined for none. Throws a PlatformError. */
  return async function call(request: SignedRequest, connection: ClientConnection): Promise<string | undefined> {
    const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (!method) throw methodRefusal(request.method);
    if (!request.params) throw new PlatformError('MissingParams', 'Params is mandatory for this request.');
    return await method(request.params, request, connection);
  };
}
