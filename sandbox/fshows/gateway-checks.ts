import type { KeyObject } from 'node:crypto';
import type { FshowsAnswer, FshowsErrorCode } from './answer';
import type { FshowsApp } from './apps';
import type { Fshows } from './fshows';
import type { FshowsRequest } from './gateway-request';
import { isSignedBy } from './signature';

const PUBLIC_PARAMETERS = ['app_id', 'method', 'version', 'content', 'sign'] as const;

/** Says no to a request, with what the log is to show of the reason. */
export type Refuse = (code: FshowsErrorCode, detail: string) => FshowsAnswer;

/** Who calls, or the first fault of what every request has: parameters, app, signature, in this order (reference fshows 12). */
export function caller(
  request: FshowsRequest,
  fshows: Fshows,
  appKeys: ReadonlyMap<string, KeyObject>,
  refuse: Refuse,
): FshowsApp | FshowsAnswer {
  const given = (name: string) => request.parameters.get(name)?.trim() ?? '';
  const missing = PUBLIC_PARAMETERS.find((name) => given(name) === '');
  if (missing) return refuse('-101', `[${missing}]不能为空`);
  if (given('version') !== '1.0') return refuse('-101', '[version]须为1.0');
  const appId = given('app_id');
  const app = fshows.directory.app(appId);
  const key = appKeys.get(appId);
  if (!app || !key) return refuse('-201', '沙箱的 app_id 见 GET /api/fshows/apps');
  if (fshows.accounts.statusOf(appId) !== 'normal') return refuse('-201', '清算方已停用');
  return isSignedBy(key, request, fshows.tolerances()) ? app : refuse('-100', 'SHA1withRSA，按参数名排序，不含 sign');
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
