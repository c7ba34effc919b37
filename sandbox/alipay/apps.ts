/** Whether an app learns its buyers' `user_id` or only an `open_id` of its own (reference alipay-trade 2.8). */
export type BuyerIdKind = 'user_id' | 'open_id';

/** A merchant's app as the sandbox's open platform knows it. */
export interface App {
  appId: string;
  name: string;
  buyerIdKind: BuyerIdKind;
  sellerId: string;
  sellerName: string;
  sellerEmail: string;
  /** The products it has signed; without a word, all of them. */
  products?: readonly string[];
  /** Makes it a service provider's app: the merchants' apps that have authorised it to act for them. */
  actsForAppIds?: readonly string[];
}

/** The first app is the one meant when a caller names none. */
export const SEEDED_APPS: readonly App[] = [
  {
    appId: '9021000100000001',
    name: '收银示例小程序',
    buyerIdKind: 'user_id',
    sellerId: '2088721000000001',
    sellerName: '沙箱小店',
    sellerEmail: 'shop@sandbox.example',
  },
  {
    appId: '9021000100000002',
    name: '收银示例小程序（open_id）',
    buyerIdKind: 'open_id',
    sellerId: '2088721000000002',
    sellerName: '沙箱咖啡',
    sellerEmail: 'coffee@sandbox.example',
  },
  {
    appId: '9021000100000003',
    name: '收银示例服务商',
    buyerIdKind: 'user_id',
    sellerId: '2088721000000003',
    sellerName: '沙箱服务商',
    sellerEmail: 'provider@sandbox.example',
    actsForAppIds: ['9021000100000001', '9021000100000002'],
  },
];

const SANDBOX_APP_ID = /^9\d{15}$/;
const USER_ID = /^2088\d{12}$/;

/**
 * Throws on an app that the sandbox must not pretend to be: production app ids begin with `20`, and a client that carries
 * one most likely carries its real private key as well.
 */
export function assertSandboxApp(app: App): void {
  if (!SANDBOX_APP_ID.test(app.appId)) {
    throw new Error(
      `app id ${app.appId} is refused: the sandbox takes 16 digits beginning with 9, never a production app id`,
    );
  }
  if (!USER_ID.test(app.sellerId)) throw new Error(`seller id ${app.sellerId} must be 2088 and 12 digits`);
}
