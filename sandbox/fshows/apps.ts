import type { FeeRates } from './fees';

/** A merchant that a provider has brought to the platform (`sub_merchant_id`). */
export interface SubMerchant {
  /** 14 digits of a moment and 6 more (reference fshows 2). */
  subMerchantId: string;
  name: string;
  /** The usual ones of the reference's examples when absent. */
  rates?: FeeRates;
}

/** A service provider (清算方) as the platform knows it. */
export interface FshowsApp {
  appId: string;
  name: string;
  subMerchants: readonly SubMerchant[];
  /** Where payments are told of that were created without `notify_url`. */
  notifyUrl?: string;
  /** Methods opened for it; without a word, all of them. */
  methods?: readonly string[];
}

/** 0.2 %, 0.05 % and 0.35 % (reference fshows 7, test vector B). */
export const USUAL_RATES: FeeRates = { payPlatform: 200, bank: 50, liquidator: 350 };

/** The first app and its first sub-merchant are those meant when a caller names none. */
export const SEEDED_FSHOWS_APPS: readonly FshowsApp[] = [
  {
    appId: '99990101000000001',
    name: '沙箱清算方',
    subMerchants: [
      { subMerchantId: '99990101000000000001', name: '沙箱小店（清算）' },
      { subMerchantId: '99990101000000000002', name: '沙箱咖啡（清算）' },
    ],
  },
  {
    appId: '99990101000000002',
    name: '沙箱清算方二号',
    subMerchants: [{ subMerchantId: '99990101000000000003', name: '别家小店（清算）' }],
  },
];

/** Real app ids are 17 digits of a moment since the platform was opened (reference fshows 2). */
const PRODUCTION_APP_ID = /^20\d{15}$/;
const LONGEST_APP_ID = 32;

/** Throws on an app that the sandbox must not pretend to be: who carries a production app id carries its key as well. */
export function assertSandboxFshowsApp({ appId }: FshowsApp): void {
  if (PRODUCTION_APP_ID.test(appId)) {
    throw new Error(`Fshows app id ${appId} is refused: 17 digits beginning with 20 are a production app id`);
  }
  if (appId.trim() === '' || appId.length > LONGEST_APP_ID) {
    throw new Error(`a Fshows app id has 1 to ${LONGEST_APP_ID} characters, not ${appId.length}`);
  }
}
