import { HttpClient } from 'urllib';
import { alipayCloud } from '../../cloud/alipay-cloud';
import { cloudLog } from '../../cloud/log';
import { cloudMetrics } from '../../cloud/metrics';
import { alipayChannel } from '../../cloudfunctions/backend/channel/alipay/channel';
import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import { publicKeyPem } from '../../cloudfunctions/backend/host/public-key';
import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import type { ChannelBench } from '../contract/channel-bench';
import { alipaySigner } from './alipay-signer';
import { notifyReceiver } from './notify-receiver';

export type AlipayBench = ChannelBench & Pick<Sandbox, 'setRules'>;

/** The Alipay channel over the cloud's own way to Alipay, beside a sandbox that it reaches by HTTP. */
export async function alipayBench(kind: 'user_id' | 'open_id'): Promise<AlipayBench> {
  const clock = sandboxClock();
  const [sandbox, receiver] = await Promise.all([createSandbox({ clock }), notifyReceiver()]);
  const app = sandbox.apps.find(({ buyerIdKind }) => buyerIdKind === kind);
  if (!app) throw new Error(`the sandbox has no app that knows buyers by ${kind}`);
  const { appId } = app;
  const buyers = sandbox.buyers().map(({ userId, openIds }) => ({
    kind,
    id: kind === 'user_id' ? userId : (openIds[appId] ?? ''),
  }));
  const [buyer, otherBuyer] = buyers;
  if (!buyer || !otherBuyer) throw new Error('the sandbox has fewer than two buyers');

  const http = new HttpClient();
  const channelWith = (alipayPublicKey: string): Channel => {
    const account = { appId, privateKey: app.appPrivateKeyPkcs1, alipayPublicKey, gateway: app.gateway };
    return alipayChannel(alipayCloud(account, clock, cloudLog('silent'), cloudMetrics()), {
      appId,
      opAppId: appId,
      sellerId: app.sellerId,
      alipayPublicKeyPem: publicKeyPem(alipayPublicKey),
      notifyUrl: receiver.url,
      http,
    });
  };

  return {
    channel: channelWith(app.alipayPublicKey),
    mistrustful: channelWith(alipaySigner().publicKeyPem),
    buyer,
    otherBuyer,
    nobody: { kind, id: kind === 'user_id' ? '2088000000000000' : '0nobody' },
    nowMs: clock.nowMs,
    advance: clock.advance,
    pay({ tradeNo = '' }) {
      const paid = sandbox.pay({ tradeNo, outcome: 'paid' });
      if (!('status' in paid)) throw new Error(`not paid: ${JSON.stringify(paid)}`);
    },
    notifyOf: ({ outTradeNo }) => receiver.next(outTradeNo),
    cutOff: sandbox.close,
    setRules: sandbox.setRules,
    async close() {
      await sandbox.close();
      await receiver.close();
    },
  };
}
