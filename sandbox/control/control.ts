import type { AlipayRules } from '../alipay/rules';
import type { FshowsRules } from '../fshows/rules';
import type { Gateways } from '../start-gateways';
import { type AccountControl, accountControl } from './account-control';
import { type Cashier, cashier, noSuchBuyer } from './cashier';
import { type ControlRefusal, refusal } from './control-refusal';
import { type BuyerView, buyerView } from './control-views';
import { type NotifyControl, notifyControl } from './notify-control';
import { restoreSnapshot, type Snapshot, takeSnapshot } from './snapshot';

/** What can be done to the sandbox beside the gateways; served over HTTP and handed to programs. */
export interface Control extends Cashier, AccountControl, NotifyControl {
  /** Those of the start, then those who turned up since. */
  buyers(): BuyerView[];
  /** What `my.getAuthCode` gives; the first buyer and the first app when not named. */
  authCode(request?: { buyerId?: string; appId?: string }): { authCode: string } | ControlRefusal;
  /** How everything stands that is assumed about Alipay. */
  rules(): Readonly<AlipayRules>;
  /** Switches what is named, from now on and until a reset; tells how all stand then. Throws on what is no rule. */
  setRules(change: Partial<AlipayRules>): Readonly<AlipayRules>;
  /** The same of Fshows. */
  fshowsRules(): Readonly<FshowsRules>;
  setFshowsRules(change: Partial<FshowsRules>): Readonly<FshowsRules>;
  snapshot(): Snapshot;
  /** Takes the place of everything remembered; the time stays what it is. */
  restore(snapshot: Snapshot): { rows: number } | ControlRefusal;
  /**
   * Forgets all but apps, the buyers of the start and keys, removes every fault, and puts the rules back to what they were
   * at the start.
   */
  reset(): void;
}

/** Refusals are returned, not thrown; only rules that are set wrongly throw. */
export function control(gateways: Gateways): Control {
  const { alipay, fshows } = gateways;
  const { directory, buyers, oauth } = alipay;

  return {
    ...cashier(gateways),
    ...accountControl(gateways),
    ...notifyControl(gateways),
    buyers: () => buyers.all().map((buyer) => buyerView(buyer, directory)),
    authCode({ buyerId, appId } = {}) {
      const app = directory.apps.find((candidate) => appId === undefined || candidate.appId === appId);
      if (!app) return refusal('app_not_found', 'GET /api/apps lists the apps.');
      const buyer = buyerId === undefined ? buyers.first : buyers.byAnyId(buyerId);
      return buyer ? { authCode: oauth.issueCode(app.appId, buyer.userId).code } : noSuchBuyer();
    },
    rules: () => ({ ...alipay.rules }),
    setRules(change) {
      alipay.setRules(change);
      return { ...alipay.rules };
    },
    fshowsRules: () => ({ ...fshows.rules }),
    setFshowsRules(change) {
      fshows.setRules(change);
      return { ...fshows.rules };
    },
    snapshot: () => takeSnapshot(gateways),
    restore: (snapshot) => restoreSnapshot(gateways, snapshot),
    reset: gateways.reset,
  };
}
