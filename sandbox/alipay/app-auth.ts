import { createHash } from 'node:crypto';
import type { Identity } from '../identity';
import type { App } from './apps';

/** A merchant's permission for a service provider's app to act in its name (`app_auth_token`). */
export interface AppAuth {
  appAuthToken: string;
  /** The service provider's app, which signs. */
  appId: string;
  /** The merchant's app, which is acted for. */
  authAppId: string;
}

/**
 * The permissions of all service providers. Tokens come from the provider's private key: stable, and known to nobody else.
 * Throws when a provider acts for an app that is not there.
 */
export function appAuths(apps: readonly App[], { appKeys }: Pick<Identity, 'appKeys'>): AppAuth[] {
  return apps.flatMap(({ appId, actsForAppIds = [] }) =>
    actsForAppIds.map((authAppId) => {
      if (!apps.some((app) => app.appId === authAppId))
        throw new Error(`${appId} acts for ${authAppId}, which is no app`);
      const digest = createHash('sha256').update(`${appKeys[appId]?.privateKeyPkcs1}/${authAppId}`).digest('hex');
      return { appAuthToken: `202611BB${digest.slice(0, 32)}`, appId, authAppId };
    }),
  );
}
