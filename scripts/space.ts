import { ConfigError } from '../cloudfunctions/backend/host/config';
import goods from '../cloudfunctions/backend/host/goods.json';
import { contactConfig, instalmentsConfig } from '../cloudfunctions/backend/host/offers-config';
import type { CatalogReply } from '../contract/requests';
import { developmentSettings } from './development-settings';

/** Which cloud space the mini-program talks to. */
export interface Space {
  endpoint: string;
  spaceId: string;
  clientSecret: string;
  appId: string;
  /** The sandbox whose cashier a development build brings along. */
  sandboxUrl?: string;
  /** What the shop sells, for the app's very first start. */
  firstCatalog?: Omit<CatalogReply, 'ok'>;
}

/** The sandbox's first app; a mini-program built without an app id is one for trying. */
const SANDBOX_APP_ID = '9021000100000001';
const DEFAULT_ENDPOINT = 'http://127.0.0.1:8080';

/** The space to build for: as the environment says, and this machine's development space for the rest. */
export async function spaceToBuildFor(env: Readonly<Record<string, string | undefined>>, home: string): Promise<Space> {
  const development = await developmentSettings(home);
  return {
    endpoint: env.SHOUYIN_ENDPOINT || DEFAULT_ENDPOINT,
    spaceId: env.SHOUYIN_SPACE_ID || development.spaceId,
    clientSecret: env.SHOUYIN_CLIENT_SECRET || development.clientSecret,
    appId: env.ALIPAY_APP_ID || SANDBOX_APP_ID,
    ...(env.SHOUYIN_MERCHANT_NAME ? { firstCatalog: firstCatalog(env.SHOUYIN_MERCHANT_NAME, env) } : {}),
  };
}

/** The catalog as the server would give it today. */
function firstCatalog(
  merchantName: string,
  env: Readonly<Record<string, string | undefined>>,
): NonNullable<Space['firstCatalog']> {
  const problems: string[] = [];
  const contact = contactConfig(env, problems);
  const instalments = instalmentsConfig(env, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { merchantName, goods, ...(contact ? { contact } : {}), ...(instalments ? { instalments } : {}) };
}

/** Where the sandbox of `npm start` is that a development build pays at. */
export function sandboxToPayAt(env: Readonly<Record<string, string | undefined>>): string {
  return env.SHOUYIN_SANDBOX || `http://127.0.0.1:${env.SANDBOX_PORT || '8090'}`;
}

/** The module of the built app that says which space it talks to. */
export function spaceModule(space: Space): string {
  return `export const space = ${JSON.stringify(space, null, 2)};\n`;
}
