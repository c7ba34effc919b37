/** A shop with two channels, each behind a gateway that can die, and time that only the campaign moves. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient } from 'urllib';
import { alipayCloud } from '../../cloud/alipay-cloud';
import { cloudLog } from '../../cloud/log';
import { cloudMetrics } from '../../cloud/metrics';
import type { Ports } from '../../cloudfunctions/backend/flow/ports';
import { receiveNotify } from '../../cloudfunctions/backend/flow/receive-notify';
import { sweepOrders } from '../../cloudfunctions/backend/flow/sweep-orders';
import { notifyAddress } from '../../cloudfunctions/backend/host/notify-address';
import { hostPorts } from '../../cloudfunctions/backend/host/ports';
import type { Buyer, ChannelName } from '../../cloudfunctions/backend/order/order';
import { memoryStore } from '../../cloudfunctions/backend/store/memory';
import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type MortalGateway, mortalGateway } from './mortal-gateway';

export interface FailoverShop {
  ports: Ports;
  sandbox: Sandbox;
  buyer: Buyer;
  /** The gateway of the channel that every order prefers. */
  first: MortalGateway;
  /** Lets time pass, with a sweep for every minute of it. */
  pass(durationMs: number): Promise<void>;
  nowMs(): number;
  close(): Promise<void>;
}

/** 3 January 2026, noon in Beijing. */
const START_MS = Date.UTC(2026, 0, 3, 4, 0, 0);
const SWEEP_EVERY_MS = 60_000;
export const LIFETIME_MS = 15 * 60_000;
export const PRICE_FEN = 100;

export async function failoverShop(firstName: ChannelName): Promise<FailoverShop> {
  const clock = sandboxClock({ frozenAtMs: START_MS });
  const sandbox = await createSandbox({ clock });
  const [app] = sandbox.apps;
  const [provider] = sandbox.fshows.apps;
  const [seller] = provider?.subMerchants ?? [];
  const [person] = sandbox.buyers();
  if (!app || !provider || !seller || !person) throw new Error('the sandbox has nobody to trade with');
  sandbox.setBalance({ accountId: person.userId, balance: '10000000.00' });
  const gateways = { alipay: await mortalGateway(app.gateway), fshows: await mortalGateway(provider.gateway) };
  const secondName = firstName === 'alipay' ? 'fshows' : 'alipay';
  const letterBox = await notifyServer((path, body) =>
    receiveNotify(ports, notifyAddress(path), { body, headers: {} }),
  );

  const { appId, sellerId, alipayPublicKey, appPrivateKeyPkcs1: privateKey } = app;
  const account = { appId, privateKey, alipayPublicKey, gateway: gateways.alipay.url };
  const log = cloudLog('silent');
  const ports: Ports = hostPorts({
    store: memoryStore(),
    cloud: alipayCloud(account, clock, log, cloudMetrics()),
    http: new HttpClient(),
    log,
    clock,
    config: {
      merchantId: 'failover-shop',
      merchantName: app.sellerName,
      appId,
      sellerId,
      alipayPublicKey,
      notifyUrl: letterBox.url,
      orderKey: 'a key of the failover campaign, in memory',
      orderLifetimeMs: LIFETIME_MS,
      routes: [{ channel: firstName }, { channel: secondName }],
      fshows: {
        gateway: gateways.fshows.url,
        appId: provider.appId,
        privateKey: provider.appPrivateKeyPkcs8,
        platformPublicKey: provider.platformPublicKey,
        subMerchantId: seller.subMerchantId,
      },
    },
  });
  ports.goods = async () => [{ goodsId: 'tea', title: '绿茶', description: '', priceFen: PRICE_FEN, picture: 'tea' }];

  let sweptAtMs = START_MS;
  return {
    ports,
    sandbox,
    buyer: { kind: 'user_id', id: person.userId },
    first: gateways[firstName],
    async pass(durationMs) {
      await clock.advance(durationMs);
      if (clock.nowMs() - sweptAtMs < SWEEP_EVERY_MS) return;
      sweptAtMs = clock.nowMs();
      await sweepOrders(ports);
    },
    nowMs: clock.nowMs,
    async close() {
      await Promise.all([letterBox.close(), gateways.alipay.close(), gateways.fshows.close(), sandbox.close()]);
    },
  };
}

async function notifyServer(receive: (path: string, body: string) => Promise<string>) {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      receive(request.url ?? '/', Buffer.concat(chunks).toString('utf8')).then(
        (reply) => response.end(reply),
        () => response.writeHead(500).end('fail'),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
