import type { KeyObject } from 'node:crypto';
import type { FshowsAnswer, Refuse } from './answer';
import type { FshowsApp } from './apps';
import type { Fshows } from './fshows';
import type { FshowsRequest } from './gateway-request';
import { isSignedBy } from './signature';

const PUBLIC_PARAMETERS = ['app_id', 'method', 'version', 'content', 'sign'] as const;

/** What a request is held against. */
export interface CheckParts {
  fshows: Fshows;
  appKeys: ReadonlyMap<string, KeyObject>;
  isMethod(name: string): boolean;
  refuse: Refuse;
}

/** Who calls which method. */
export interface Caller {
  app: FshowsApp;
  method: string;
}

/**
 * The caller, or the first fault of what every request has, in the order of the reference (fshows 12): parameters, app,
 * signature, method.
 */
export function caller(request: FshowsRequest, parts: CheckParts): Caller | FshowsAnswer {
  const { fshows, appKeys, refuse } = parts;
  const given = (name: string) => request.parameters.get(name)?.trim() ?? '';
  const missing = PUBLIC_PARAMETERS.find((name) => given(name) === '');
  if (missing) return refuse('-101', `[${missing}]不能为空`);
  if (given('version') !== '1.0') return refuse('-101', '[version]须为1.0');
  const [appId, method] = [given('app_id'), given('method')];
  const app = fshows.directory.app(appId);
  const key = appKeys.get(appId);
  if (!app || !key) return refuse('-201', '沙箱的 app_id 见 GET /api/fshows/apps');
  if (fshows.accounts.statusOf(appId) !== 'normal') return refuse('-201', '清算方已停用');
  const signatureFault = isSignedBy(key, request, fshows.rules)
    ? undefined
    : refuse('-100', 'SHA1withRSA，按参数名排序，不含 sign');
  const methodFault = faultOfMethod(method, app, parts);
  const [first, second] = fshows.rules.checksMethodFirst
    ? [methodFault, signatureFault]
    : [signatureFault, methodFault];
  return first ?? second ?? { app, method };
}

function faultOfMethod(name: string, { methods }: FshowsApp, { fshows, isMethod, refuse }: CheckParts) {
  if (!isMethod(name)) return refuse(fshows.rules.unknownMethodCode, '沙箱没有这个方法');
  return methods && !methods.includes(name) ? refuse('-102', '该清算方未开通这个方法') : undefined;
}

/** `content` without its empty members; undefined when it is not a JSON object. */
export function contentOf(parameters: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(parameters.get('content') ?? '');
    if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
    return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null && value !== ''));
  } catch {
    return undefined;
  }
}
