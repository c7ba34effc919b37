import { type FshowsApp, type SubMerchant, USUAL_RATES } from './apps';
import type { FeeRates } from './fees';

/** Which providers and sub-merchants there are, fixed from the start. */
export interface FshowsDirectory {
  apps: readonly FshowsApp[];
  app(appId: string): FshowsApp | undefined;
  subMerchant(subMerchantId: string): (SubMerchant & { appId: string; rates: FeeRates }) | undefined;
  /** Throws for one that stored records name and the sandbox was started without. */
  nameOf(id: string): string;
}

/** Sub-merchants without rates of their own get the usual ones. Who is unknown is undefined. */
export function fshowsDirectory(apps: readonly FshowsApp[]): FshowsDirectory {
  const byId = new Map(apps.map((app) => [app.appId, app]));
  const subMerchants = new Map(
    apps.flatMap(({ appId, subMerchants: all }) =>
      all.map((each) => [each.subMerchantId, { ...each, appId, rates: each.rates ?? USUAL_RATES }] as const),
    ),
  );
  return {
    apps,
    app: (appId) => byId.get(appId),
    subMerchant: (subMerchantId) => subMerchants.get(subMerchantId),
    nameOf(id) {
      const known = byId.get(id) ?? subMerchants.get(id);
      if (!known)
        throw new Error(`the sandbox remembers ${id} of Fshows but was started without it; reset it, or add it again`);
      return known.name;
    },
  };
}
