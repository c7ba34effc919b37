import type { CatalogReply } from '../../../contract/requests';
import type { Ports } from './ports';

/** What is for sale, by whom, and how it can be paid. Needs no buyer. */
export async function listCatalog(ports: Ports): Promise<CatalogReply> {
  const [{ name, contact, instalments }] = ports.merchants;
  const goods = await ports.goods();
  return {
    ok: true,
    merchantName: name,
    // Whose goods they are is the backend's business: an order of several merchants is refused with a reason.
    goods: goods.map(({ merchantId: _, ...shown }) => shown),
    ...(contact ? { contact } : {}),
    ...(instalments ? { instalments } : {}),
  };
}
