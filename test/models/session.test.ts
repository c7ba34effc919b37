import MPServerless from '@alicloud/mpserverless-sdk';
import { BackendError } from '../../models/backend-error';
import { CALL_TIMEOUT_MS, type Sdk, session } from '../../models/session';
import { manualClock, settled } from './support/manual-clock';

type Complete = (answer: unknown) => void;
interface Request {
  data: { method: string; params: string; token?: string };
  complete: Complete;
}
/** What the server or the phone does with one request; `null` never completes it. */
type Behaviour = unknown | null;

const AUTHORIZE = 'serverless.auth.user.authorize';
const ok = (data: unknown) => ({ status: 200, headers: { 'request-id': 'r' }, data: { success: true, data } });
const failed = (code: string) => ({
  status: 200,
  headers: {},
  data: { success: false, error: { code, message: 'm' } },
});
const signedIn = (token = 'T') => ok({ accessToken: token });

/** A session over the real SDK, on a phone whose network answers from a script, per kind of request. */
function scripted(script: { signIn?: Behaviour[]; invoke?: Behaviour[] }) {
  const requests: Request[] = [];
  const left = { signIn: [...(script.signIn ?? [])], invoke: [...(script.invoke ?? [])] };
  const my = {
    getAuthCode: ({ complete }: { complete: Complete }) => complete({ authCode: `code-${requests.length}` }),
    request(request: Request) {
      requests.push(request);
      const isSignIn = request.data.method === AUTHORIZE;
      const answers = isSignIn ? left.signIn : left.invoke;
      const answer = answers.length > 0 ? answers.shift() : isSignIn ? signedIn() : ok('fine');
      if (answer !== null) setImmediate(() => request.complete(answer));
    },
  };
  Object.assign(globalThis, { my });
  const clock = manualClock();
  const options = { appId: 'app', spaceId: 'space', clientSecret: 'secret', endpoint: 'http://cloud.example' };
  const createSdk = () => new MPServerless(my as never, options as never) as unknown as Sdk;
  const methods = () => requests.map(({ data }) => (data.method === AUTHORIZE ? 'sign-in' : 'invoke'));
  return { session: session({ createSdk, clock }), clock, methods, requests };
}

const reasonOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof BackendError ? error.reason : error),
  );

describe('a call', () => {
  test('signs in first, and only once', async () => {
    const { session, methods } = scripted({});
    expect(await session.invoke('catalog-list', {})).toBe('fine');
    await session.invoke('catalog-list', {});
    expect(methods()).toEqual(['sign-in', 'invoke', 'invoke']);
  });

  test('made while signing in waits for the same sign-in', async () => {
    const { session, methods } = scripted({});
    await Promise.all([session.invoke('catalog-list', {}), session.invoke('order-list', {})]);
    expect(methods()).toEqual(['sign-in', 'invoke', 'invoke']);
  });

  test('names the function and carries its arguments', async () => {
    const { session, requests } = scripted({});
    await session.invoke('order-query', { orderNo: 'X' });
    expect(JSON.parse(requests[1]?.data.params ?? '')).toEqual({
      functionTarget: 'order-query',
      functionArgs: { orderNo: 'X' },
    });
  });

  test('whose token has expired is repeated by the SDK with a new one', async () => {
    const { session, methods } = scripted({
      signIn: [signedIn('old'), signedIn('new')],
      invoke: [failed('GATEWAY_INVALID_TOKEN'), ok('after renewal')],
    });
    expect(await session.invoke('order-query', {})).toBe('after renewal');
    expect(methods()).toEqual(['sign-in', 'invoke', 'sign-in', 'invoke']);
  });
});

describe('a call that brings no answer says why', () => {
  test.each([
    ['the function threw', { invoke: [failed('FunctionBizError')] }, 'server_failed'],
    ['the platform is busy', { invoke: [failed('Throttling.Api')] }, 'server_failed'],
    ['there is no network', { invoke: [{ error: 12, errorMessage: 'network' }] }, 'unreachable'],
    ['the HTTP status is an error', { invoke: [{ error: 19, status: 500 }] }, 'unreachable'],
    [
      'something that is not the server answers',
      { invoke: [{ status: 200, headers: {}, data: '<html>' }] },
      'unreachable',
    ],
    ['the answer has no result', { invoke: [{ status: 200, headers: {}, data: { success: true } }] }, 'bad_answer'],
    ['the answer is an unlisted phone error', { invoke: [{ error: 4 }] }, 'bad_answer'],
    ['signing in was refused', { signIn: [failed('InvalidAuthCode')] }, 'not_signed_in'],
    ['signing in gave no token', { signIn: [ok({})] }, 'not_signed_in'],
    ['there is no network for signing in', { signIn: [{ error: 12 }] }, 'unreachable'],
    [
      'the session ended and could not be renewed',
      { invoke: [failed('GATEWAY_INVALID_TOKEN'), failed('GATEWAY_INVALID_TOKEN')] },
      'not_signed_in',
    ],
  ])('when %s', async (_case, script, reason) => {
    expect(await reasonOf(scripted(script).session.invoke('order-query', {}))).toBe(reason);
  });

  test.each([
    ['the function', { invoke: [null] }],
    ['the sign-in', { signIn: [null] }],
  ])('when %s never completes: after our own time-out', async (_case, script) => {
    const { session, clock } = scripted(script);
    const reason = reasonOf(session.invoke('order-query', {}));
    await settled();
    await clock.advance(CALL_TIMEOUT_MS);
    expect(await reason).toBe('timeout');
    expect(clock.pending).toBe(0);
  });
});

describe('the next call works again', () => {
  test.each([
    ['a refused sign-in', { signIn: [failed('InternalError')] }],
    ['a sign-in without a network', { signIn: [{ error: 12 }] }],
    ['a sign-in without a token', { signIn: [ok({})] }],
    ['a renewal that failed', { signIn: [signedIn(), { error: 12 }], invoke: [failed('GATEWAY_INVALID_TOKEN')] }],
  ])('after %s', async (_case, script) => {
    const { session } = scripted(script);
    expect(await reasonOf(session.invoke('order-query', {}))).not.toBe('answered');
    expect(await session.invoke('order-query', {})).toBe('fine');
  });

  test('after a sign-in that hung', async () => {
    const { session, clock } = scripted({ signIn: [null] });
    const first = reasonOf(session.invoke('order-query', {}));
    await settled();
    await clock.advance(CALL_TIMEOUT_MS);
    await first;
    expect(await session.invoke('order-query', {})).toBe('fine');
  });

  test('without another sign-in when the server itself reported the error', async () => {
    const { session, methods } = scripted({ invoke: [failed('FunctionBizError')] });
    await reasonOf(session.invoke('order-query', {}));
    await session.invoke('order-query', {});
    expect(methods()).toEqual(['sign-in', 'invoke', 'invoke']);
  });
});
