import { toBeijingTime } from '../../beijing-time';
import type { Answer } from '../answer';
import { buyerIdsFor } from '../buyers';
import type { GatewayCall, Method } from '../method';
import type { Grant, OauthOutcome, OauthRefusal } from '../oauth-book';

const REFUSALS: Readonly<Record<OauthRefusal, { subCode: string; subMsg: string }>> = {
  code_invalid: { subCode: 'isv.code-invalid', subMsg: '授权码code无效' },
  refresh_token_invalid: { subCode: 'isv.refresh-token-invalid', subMsg: '刷新令牌refresh_token无效' },
  refreshed_token_invalid: { subCode: 'isv.refreshed-token-invalid', subMsg: '刷新令牌refresh_token已被使用' },
};

/**
 * `alipay.system.oauth.token` (reference alipay-trade 2.8). Its parameters are public ones. Captured replies carry neither
 * code nor msg on success, and put failures under `error_response`, signed.
 */
export const oauthToken: Method = (call) => {
  const outcome = exchanged(call);
  if (!outcome) return failure('isv.grant-type-invalid', 'grant_type参数不正确');
  if (outcome.kind === 'refused') return failure(REFUSALS[outcome.reason].subCode, REFUSALS[outcome.reason].subMsg);
  return { code: '10000', style: 'bare', fields: grantFields(outcome.grant, call) };
};

function exchanged({ alipay, app, parameters }: GatewayCall): OauthOutcome | undefined {
  switch (parameters.get('grant_type')) {
    case 'authorization_code':
      return alipay.oauth.redeemCode(parameters.get('code') ?? '', app.appId);
    case 'refresh_token':
      return alipay.oauth.refresh(parameters.get('refresh_token') ?? '', app.appId);
    default:
      return undefined;
  }
}

function grantFields(grant: Grant, { alipay, app }: GatewayCall): Answer['fields'] {
  const { userId, openId } = buyerIdsFor(app, alipay.directory.buyerOf(grant.userId), alipay.rules);
  return {
    user_id: userId,
    open_id: openId,
    access_token: grant.accessToken,
    expires_in: seconds(alipay.rules.accessTokenLifeMs),
    refresh_token: grant.refreshToken,
    re_expires_in: seconds(alipay.rules.refreshTokenLifeMs),
    auth_start: toBeijingTime(grant.authStartMs),
  };
}

function seconds(durationMs: number): string {
  return String(Math.floor(durationMs / 1000));
}

function failure(subCode: string, subMsg: string): Answer {
  return { code: '40002', subCode, subMsg, style: 'error_response' };
}
