import assert from 'node:assert/strict';
import { AlipaySdk } from 'alipay-sdk';
import type { BuyerIdKind } from '../../sandbox/alipay/apps';
import type { Sandbox } from '../../sandbox/create-sandbox';
import type { Provider } from './provider';

/** Alipay itself, with the app of our merchant. */
export function alipayProvider(sandbox: Sandbox, buyerIds?: BuyerIdKind): Provider {
  const { appId, sellerId, sellerName } = appOf(sandbox, buyerIds);
  return {
    channel: 'alipay',
    accountId: sellerId,
    merchantName: sellerName,
    connection: {},
    faults: sandbox.faults,
    codes: { notAllowed: 'ACQ.ACCESS_FORBIDDEN', balanceTooLow: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' },
    async open({ notifyUrl, ...terms }) {
      const product = { productCode: 'JSAPI_PAY', opAppId: appId, timeExpire: '2026-01-03 20:00:00' };
      const bizContent = { ...terms, ...product };
      const request = { timestamp: '2026-01-03 12:00:00', notifyUrl, bizContent };
      const answer = await alipayAt(sandbox).exec('alipay.trade.create', request);
      assert.equal(answer.code, '10000', JSON.stringify(answer));
      return String(answer.tradeNo);
    },
    // Whole and well-formed, and signed by nobody that Alipay knows.
    forgedRefusal({ method, phase, subCode }) {
      const node = { code: '40004', msg: 'Business Failed', sub_code: subCode, sub_msg: '伪造' };
      const body = JSON.stringify({ [`${method.replaceAll('.', '_')}_response`]: node, sign: 'AAAA' });
      return { kind: 'html', method, phase, body };
    },
  };
}

/** The app that our merchant has: the first that learns of its buyers by such an id. */
export function appOf({ apps }: Pick<Sandbox, 'apps'>, buyerIds: BuyerIdKind = 'user_id'): Sandbox['apps'][number] {
  const app = apps.find(({ buyerIdKind }) => buyerIdKind === buyerIds);
  if (!app) throw new Error(`the sandbox has no app that knows buyers by ${buyerIds}`);
  return app;
}

/** Another program of the same merchant, with the official SDK and the same keys. */
export function alipayAt(sandbox: Pick<Sandbox, 'apps'>): AlipaySdk {
  const { appId, appPrivateKeyPkcs1: privateKey, alipayPublicKey, gateway } = appOf(sandbox);
  return new AlipaySdk({ appId, privateKey, alipayPublicKey, gateway });
}
