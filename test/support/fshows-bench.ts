import { HttpClient } from 'urllib';
import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import { fshowsChannel } from '../../cloudfunctions/backend/channel/fshows/channel';
import type { FshowsHttp } from '../../cloudfunctions/backend/channel/fshows/gateway';
import { privateKeyPem } from '../../cloudfunctions/backend/host/fshows-config';
import { publicKeyPem } from '../../cloudfunctions/backend/host/public-key';
import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type SandboxOptions } from '../../sandbox/create-sandbox';
import type { ChannelBench } from '../contract/channel-bench';
import { fshowsSigner } from './fshows-signer';
import { notifyReceiver } from './notify-receiver';

type Rules = NonNullable<SandboxOptions['fshows']>['rules'];

/** The Fshows channel over the platform's own HTTP client, beside a sandbox whose assumptions are set as given. */
export async function fshowsBench(rules: Rules = {}): Promise<ChannelBench> {
  const clock = sandboxClock();
  const [sandbox, receiver] = await Promise.all([
    createSandbox({ clock, fshows: { rules: { refundFee: 'taken', ...rules } } }),
    notifyReceiver(),
  ]);
  const [app] = sandbox.fshows.apps;
  const [shop] = app?.subMerchants ?? [];
  const [buyer, otherBuyer] = sandbox.buyers().map(({ userId: id }) => ({ kind: 'user_id' as const, id }));
  if (!app || !shop || !buyer || !otherBuyer) throw new Error('the sandbox has no provider, shop or buyers');

  const channelWith = (http: FshowsHttp, platformPublicKeyPem: string): Channel =>
    fshowsChannel(http, {
      gateway: app.gateway,
      appId: app.appId,
      privateKeyPem: privateKeyPem(app.appPrivateKeyPkcs8),
      platformPublicKeyPem,
      subMerchantId: shop.subMerchantId,
      partialRefunds: true,
      notifyUrl: receiver.url,
    });
  const http = new HttpClient();

  return {
    channel: channelWith(http, publicKeyPem(app.platformPublicKey)),
    mistrustful: channelWith(cutShort(http), fshowsSigner().publicKeyPem),
    buyer,
    otherBuyer,
    nobody: { kind: 'open_id', id: '0nobody' },
    nowMs: clock.nowMs,
    advance: clock.advance,
    pay({ walletTradeNo = '' }) {
      const paid = sandbox.pay({ tradeNo: walletTradeNo, outcome: 'paid' });
      if (!('status' in paid)) throw new Error(`not paid: ${JSON.stringify(paid)}`);
    },
    notifyOf: ({ outTradeNo }) => receiver.next(outTradeNo),
    cutOff: sandbox.close,
    async close() {
      await sandbox.close();
      await receiver.close();
    },
  };
}

/** Everything is sent, and of every answer the last character is lost. Nothing but TLS vouches for answers of this gateway. */
function cutShort(http: FshowsHttp): FshowsHttp {
  return {
    async request(url, options) {
      const { status, data } = await http.request(url, options);
      return { status, data: String(data).slice(0, -1) };
    },
  };
}
