import type { Members } from './spellings';
import type { CallOptions, CloudConfig } from './types';

/** What the preset function `alipay-openapi` is given. */
export interface OpenApiRequest {
  method: string;
  params: Members & { $config: Members };
}

/**
 * The wire of a call. What is not the business of the method moves into `$config`, as in the platform's own package; the caller's object
 * stays as it is.
 */
export function openApiRequest(
  method: string,
  given: Members,
  options: CallOptions,
  config: CloudConfig,
): OpenApiRequest {
  const { notifyUrl, notify_url, appAuthToken, app_auth_token, authToken, auth_token, appId, isvAppId, ...params } =
    given;
  const url = options.notify?.url || notifyUrl || notify_url || config.notify?.url;
  const $config = {
    ...present('notify', url && { url }),
    ...present('env', config.env),
    ...present('appAuthToken', options.appAuthToken || appAuthToken || app_auth_token),
    ...present('authToken', authToken || auth_token),
  };
  return { method, params: { ...params, $config } };
}

function present(name: string, value: unknown): Members {
  return value ? { [name]: value } : {};
}
