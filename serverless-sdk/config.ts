import { CloudSDKError } from './cloud-sdk-error';
import { isMembers, type Members } from './spellings';
import type { CallOptions, CloudConfig } from './types';

/** Throws a CloudSDKError for settings that would be dropped without a word, a notify without its address above all. */
export function checkConfig(config: unknown): CloudConfig {
  const { env } = checkNotify(config, 'the configuration');
  if (typeof (env ?? '') !== 'string') throw new CloudSDKError('INVALID_PARAM', 'env must be a text');
  return config as CloudConfig;
}

/** The same for the options of one call. */
export function checkOptions(options: unknown): CallOptions {
  const { appAuthToken } = checkNotify(options, 'the options');
  if (typeof (appAuthToken ?? '') !== 'string') {
    throw new CloudSDKError('INVALID_PARAM', 'appAuthToken must be a text');
  }
  return options as CallOptions;
}

function checkNotify(settings: unknown, what: string): Members {
  if (!isMembers(settings)) throw new CloudSDKError('INVALID_PARAM', `${what} must be an object`);
  const { notify } = settings;
  const isAddress = isMembers(notify) && typeof notify.url === 'string' && /^https?:\/\/./.test(notify.url);
  if (notify !== undefined && notify !== null && !isAddress) {
    throw new CloudSDKError('INVALID_PARAM', 'notify.url must be an http(s) address');
  }
  return settings;
}
