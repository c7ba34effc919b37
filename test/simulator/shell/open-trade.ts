import { AlipaySdk } from 'alipay-sdk';
import type { Sandbox } from '../../../sandbox/create-sandbox';

/** Opens a trade of ¥128.50 at the sandbox's gateway, as a backend does; returns its number. */
export async function openTrade(sandbox: Sandbox, outTradeNo: string, notifyUrl?: string): Promise<string> {
  const [app] = sandbox.apps;
  const [buyer] = sandbox.buyers();
  if (!app || !buyer) throw new Error('the sandbox has no app or no buyer');
  const sdk = new AlipaySdk({
    appId: app.appId,
    privateKey: app.appPrivateKeyPkcs1,
    alipayPublicKey: app.alipayPublicKey,
    gateway: app.gateway,
  });
  const reply = await sdk.exec('alipay.trade.create', {
    ...(notifyUrl && { notifyUrl }),
    bizContent: {
      out_trade_no: outTradeNo,
      total_amount: '128.50',
      subject: '明前龙井 ×1',
      product_code: 'JSAPI_PAY',
      op_app_id: app.appId,
      ...(app.buyerIdKind === 'user_id' ? { buyer_id: buyer.userId } : { buyer_open_id: buyer.openIds[app.appId] }),
    },
  });
  return String(reply.tradeNo);
}
