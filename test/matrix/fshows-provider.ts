import assert from 'node:assert/strict';
import { createPrivateKey, sign } from 'node:crypto';
import type { Sandbox } from '../../sandbox/create-sandbox';
import { SEEDED_FSHOWS_APPS } from '../../sandbox/fshows/apps';
import { fshowsCode, fshowsFaults, fshowsMethod } from './fshows-faults';
import type { ForeignTerms, Provider } from './provider';

const CREATE = 'fshows.liquidation.submerchant.alipay.trade.create';

/** Without fees, so that what the merchant's account gains is what the orders say that it may keep. */
export const APPS_WITHOUT_FEES = SEEDED_FSHOWS_APPS.map((app) => ({
  ...app,
  subMerchants: app.subMerchants.map((shop) => ({ ...shop, rates: { payPlatform: 0, bank: 0, liquidator: 0 } })),
}));

/** Fshows, with the first sub-merchant of its first provider as our merchant. */
export function fshowsProvider(sandbox: Sandbox): Provider {
  const [app, stranger] = sandbox.fshows.apps;
  const [shop] = app?.subMerchants ?? [];
  if (!app || !shop || !stranger) throw new Error('the sandbox has too few providers and sub-merchants');
  const { appId, gateway, appPrivateKeyPkcs8: privateKey, platformPublicKey } = app;
  const { subMerchantId } = shop;
  const connection = { gateway, appId, privateKey, platformPublicKey, subMerchantId, partialRefunds: true };
  return {
    channel: 'fshows',
    accountId: subMerchantId,
    merchantName: shop.name,
    connection: { fshows: connection, routes: [{ channel: 'fshows' }] },
    faults: fshowsFaults(sandbox.faults),
    codes: { notAllowed: '-102', balanceTooLow: '-302' },
    open: (terms) => openAt(app, terms),
    openAsStranger: (terms) => openAt(stranger, terms),
    // Answers are not signed: what TLS lets through is the gateway's. A proxy's is not, and says so by its status.
    forgedRefusal({ method, phase, subCode }) {
      const refusal = { error_code: fshowsCode(subCode), error_message: '伪造', success: false };
      return { kind: 'http_status', method: fshowsMethod(method), phase, status: 502, body: JSON.stringify(refusal) };
    },
  };
}

interface Envelope {
  success: boolean;
  return_value?: Record<string, unknown>;
}

type FshowsApp = Sandbox['fshows']['apps'][number];

async function openAt(
  app: FshowsApp,
  { outTradeNo, totalAmount, buyerId, subject, notifyUrl }: ForeignTerms,
): Promise<string> {
  const answer = await ask(app, {
    out_trade_no: outTradeNo,
    total_amount: totalAmount,
    subject,
    sub_merchant: { merchant_id: app.subMerchants[0]?.subMerchantId },
    buyer_id: buyerId,
    notify_url: notifyUrl,
  });
  assert.equal(answer.success, true, JSON.stringify(answer));
  return String(answer.return_value?.prepay_id);
}

/** Another program than ours: nothing of ours signs here. */
async function ask({ appId, gateway, appPrivateKeyPkcs8 }: FshowsApp, content: object): Promise<Envelope> {
  const der = Buffer.from(appPrivateKeyPkcs8, 'base64');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const json = JSON.stringify(content);
  const text = `app_id=${appId}&content=${json}&method=${CREATE}&version=1.0`;
  const signature = sign('RSA-SHA1', Buffer.from(text), key).toString('base64');
  const body = new URLSearchParams({ app_id: appId, content: json, method: CREATE, version: '1.0', sign: signature });
  return (await (await fetch(gateway, { method: 'POST', body })).json()) as Envelope;
}
