import type { CatalogReply } from '../../../contract/requests';
import type { Ports } from './ports';

/** What is for sale. Needs no buyer. */
export async function listCatalog(ports: Ports): Promise<CatalogReply> {
  return { ok: true, merchantName: ports.merchant.name, goods: await ports.goods() };
}
