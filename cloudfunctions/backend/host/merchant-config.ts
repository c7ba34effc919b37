import type { ContactView, InstalmentOffer } from '../../../contract/views';
import type { Route } from '../order/routing';
import type { FshowsConfig } from './fshows-config';

/** What is a merchant's own: its connections, how they share its orders, and what it offers. */
export interface MerchantConfig {
  /** The merchant's own id here. */
  merchantId: string;
  /** Ids it had before. Orders made under an id that is nobody's any more can be seen, and nothing else. */
  formerIds?: string[];
  /** Shown to buyers. */
  merchantName: string;
  /** Alipay account that receives the money; notifications for another one are refused. */
  sellerId?: string;
  /** For a service provider acting for the merchant at Alipay. */
  appAuthToken?: string;
  /** Its connection to the clearing provider Fshows; absent where it has none. */
  fshows?: FshowsConfig;
  /** Which channel takes which orders; absent for Alipay first, Fshows where Alipay cannot. */
  routes?: Route[];
  /** How long after expiry a late full payment still pays its order, ms; absent returns all late money. */
  honourLateMs?: number;
  contact?: ContactView;
  instalments?: InstalmentOffer;
}
