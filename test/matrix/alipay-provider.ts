import assert from 'node:assert/strict';
import { AlipaySdk } from 'alipay-sdk';
import type { BuyerIdKind } from '../../sandbox/alipay/apps';
import type { Sandbox } from '../../sandbox/create-sandbox';
import type { ForeignTerms, Provider } from './provider';

/** Alipay itself, with the app of our merchant. */
export function alipayProvider(sandbox: Sandbox, buyerIds?: BuyerIdKind): Provider {
  const { sellerId, sellerName } = appOf(sandbox, buyerIds);
  return {
    channel: 'alipay',
    accountId: sellerId,
    merchantName: sellerName,
    connection: {},
    faults: sandbox.faults,
    codes: { notAllowed: 'ACQ.ACCESS_FORBIDDEN', balanceTooLow: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' },
    open: (terms) => openAt(appOf(sandbox), terms),
    openAsStranger: (terms) => openAt(strangerOf(sandbox), terms),
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
  return sdkOf(appOf(sandbox));
}

/** An app of another seller, which knows buyers by the same ids. */
function strangerOf(sandbox: Sandbox): Sandbox['apps'][number] {
  const { sellerId } = appOf(sandbox);
  const stranger = sandbox.apps.find((app) => app.buyerIdKind === 'user_id' && app.sellerId !== sellerId);
  if (!stranger) throw new Error('the sandbox has no app of another seller');
  return stranger;
}

function sdkOf({
  appId,
  appPrivateKeyPkcs1: privateKey,
  alipayPublicKey,
  gateway,
}: Sandbox['apps'][number]): AlipaySdk {
  return new AlipaySdk({ appId, privateKey, alipayPublicKey, gateway });
}

async function openAt(app: Sandbox['apps'][number], { notifyUrl, ...terms }: ForeignTerms): Promise<string> {
  const product = { productCode: 'JSAPI_PAY', opAppId: app.appId, timeExpire: '2026-01-03 20:00:00' };
  const request = { timestamp: '2026-01-03 12:00:00', notifyUrl, bizContent: { ...terms, ...product } };
  const answer = await sdkOf(app).exec('alipay.trade.create', request);
  assert.equal(answer.code, '10000', JSON.stringify(answer));
  return String(answer.tradeNo);
}
