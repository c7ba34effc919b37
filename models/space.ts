/** Where the app finds its cloud functions. */
export interface Space {
  endpoint: string;
  spaceId: string;
  /** Ships inside every app, so it proves nothing about the buyer; only the session's token does. */
  clientSecret: string;
  appId: string;
}

/**
 * The settings of a developer's machine, without a secret. The build leaves this file out of the bundles: the built app
 * imports `/space.js`, one small file that a host or a merchant replaces.
 */
export const space: Space = {
  endpoint: 'http://127.0.0.1:8080',
  spaceId: 'shouyin',
  clientSecret: '',
  appId: '2021000000000000',
};
