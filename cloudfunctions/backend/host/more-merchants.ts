import * as v from 'valibot';
import type { ChannelName } from '../order/order';
import { type FshowsConfig, faultsOf } from './fshows-config';
import type { MerchantConfig } from './merchant-config';
import { readJson } from './read-json';
import { routesSchema } from './routes-config';

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

const merchantsSchema = v.array(
  v.strictObject({
    /** Part of addresses of notifies, so only what needs no escaping there. */
    merchantId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/, '1 to 32 letters, digits, _ or -')),
    merchantName: text(64),
    formerIds: v.optional(v.array(text(64))),
    sellerId: v.optional(text(32)),
    appAuthToken: v.optional(text(64)),
    fshows: v.optional(
      v.strictObject({
        subMerchantId: text(20),
        gateway: v.optional(text(256)),
        appId: v.optional(text(32)),
        privateKey: v.optional(text(8192)),
        platformPublicKey: v.optional(text(4096)),
        partialRefunds: v.optional(v.boolean()),
      }),
    ),
    routes: v.optional(routesSchema),
    honourLateMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(21_600))),
  }),
);

type Given = v.InferOutput<typeof merchantsSchema>[number];

/**
 * The merchants besides the first, as JSON in SHOUYIN_MERCHANTS; undefined when there are none. Each needs a channel of its own: `appAuthToken` for Alipay, where the
 * app acts for it, or `fshows`, whose settings but the sub-merchant are the first merchant's unless given.
 */
export function moreMerchants(
  { SHOUYIN_MERCHANTS: json }: Readonly<Record<string, string | undefined>>,
  first: MerchantConfig,
  problems: string[],
): MerchantConfig[] | undefined {
  if (!json) return undefined;
  const read = readJson(json, merchantsSchema);
  if (!read.ok) {
    problems.push(`SHOUYIN_MERCHANTS: ${read.fault}`);
    return undefined;
  }
  const ids = [first, ...read.value].flatMap(({ merchantId, formerIds = [] }) => [merchantId, ...formerIds]);
  if (new Set(ids).size < ids.length) {
    problems.push('SHOUYIN_MERCHANTS: two merchants have the same merchantId, or one of formerIds');
  }
  return read.value.map((given) => merchantOf(given, first, problems));
}

function merchantOf(given: Given, first: MerchantConfig, problems: string[]): MerchantConfig {
  const { honourLateMinutes, fshows: ownFshows, ...rest } = given;
  const fshows = ownFshows ? fshowsOf(given, ownFshows, first.fshows, problems) : undefined;
  if (!fshows && !given.appAuthToken) {
    problems.push(`SHOUYIN_MERCHANTS: ${given.merchantId} has neither appAuthToken nor fshows: nobody could pay it`);
  }
  const merchant = { ...rest, ...(fshows ? { fshows } : {}) };
  return honourLateMinutes === undefined ? merchant : { ...merchant, honourLateMs: honourLateMinutes * 60_000 };
}

function fshowsOf(
  { merchantId }: Given,
  own: NonNullable<Given['fshows']>,
  shared: FshowsConfig | undefined,
  problems: string[],
): FshowsConfig {
  const none = { gateway: '', appId: '', privateKey: '', platformPublicKey: '' };
  const config = { ...none, ...shared, ...own };
  problems.push(...faultsOf(config).map((fault) => `SHOUYIN_MERCHANTS: ${merchantId}: fshows ${fault}`));
  return config;
}

/** The channels a merchant can be paid through; its rules may name no other. The first merchant always has Alipay. */
export function channelNamesOf(merchant: MerchantConfig, isFirst: boolean): ChannelName[] {
  const alipay: ChannelName[] = isFirst || merchant.appAuthToken ? ['alipay'] : [];
  return merchant.fshows ? [...alipay, 'fshows'] : alipay;
}

/** Rules that name a channel which is not configured. */
export function routeFaults(merchant: MerchantConfig, isFirst: boolean): string[] {
  const names = channelNamesOf(merchant, isFirst);
  const missing = (merchant.routes ?? []).filter(({ channel }) => !names.includes(channel));
  return missing.map(({ channel }) => `a rule of ${merchant.merchantId} names ${channel}, which is not configured`);
}
