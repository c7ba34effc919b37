import type { CatalogReply } from '../contract/requests';

/** Where the app finds its cloud functions. */
export interface Space {
  endpoint: string;
  spaceId: string;
  /** Ships inside every app, so it proves nothing about the buyer; only the session's token does. */
  clientSecret: string;
  appId: string;
  /** The sandbox whose cashier a development build brings along; a release knows none. */
  sandboxUrl?: string;
  /** What the shop sells as the app was built: shown at the very first start until the server has answered. */
  firstCatalog?: Omit<CatalogReply, 'ok'>;
}

/**
 * Stands in for `/space.js`, one small file that the build writes, that the built app imports instead of this one, and that
 * a host or a merchant replaces. There is no secret here; the SDK only insists on some text.
 */
export const space: Space = {
  endpoint: 'http://127.0.0.1:8080',
  spaceId: 'shouyin',
  clientSecret: 'in-space-js',
  appId: '2021000000000000',
};
