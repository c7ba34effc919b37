import { join } from 'node:path';
import { type Cloud, createCloud } from '../../cloud/create-cloud';
import { cloudLog } from '../../cloud/log';
import { hostPorts } from '../../cloudfunctions/backend/host/ports';
import { postgresStore } from '../../cloudfunctions/backend/store/postgres';
import type { Sandbox } from '../../sandbox/create-sandbox';
import { projectRoot } from './source-tree';

export interface NodeSettings {
  sandbox: Sandbox;
  databaseUrl: string;
  notifyUrl: string;
  space: { spaceId: string; clientSecret: string };
  /** Takes the lines of its log; at `trace`. */
  write?: (line: string) => void;
}

/** One node of several: the whole self-hosted cloud with the built functions, on a database it shares with others. */
export async function cloudNode({ sandbox, databaseUrl, notifyUrl, space, write }: NodeSettings): Promise<Cloud> {
  const [app] = sandbox.apps;
  if (!app) throw new Error('the sandbox has no app');
  const { appId, sellerId, sellerName, alipayPublicKey, gateway } = app;
  return createCloud({
    port: 0,
    database: { kind: 'server', url: databaseUrl },
    space: { ...space, appId },
    alipay: { appId, privateKey: app.appPrivateKeyPkcs1, alipayPublicKey, gateway },
    functionsRoot: join(projectRoot, 'dist', 'cloudfunctions'),
    clock: sandbox.clock,
    log: write ? cloudLog('trace', { write }) : cloudLog('silent'),
    backend: ({ cloud, db, log, clock, meter }) =>
      hostPorts({
        store: postgresStore(db),
        cloud,
        log,
        clock,
        meter,
        config: {
          merchantId: 'shop-of-several-nodes',
          merchantName: sellerName,
          appId,
          sellerId,
          alipayPublicKey,
          notifyUrl,
          orderKey: 'the same key for all nodes of it',
          orderLifetimeMs: 15 * 60_000,
        },
      }),
  });
}
