import type { OrderView } from '../contract/views';
import type { Cart } from './cart';
import type { Catalog } from './catalog';
import { routes } from './routes';

/**
 * Puts what was in an order into the cart again, as far as it is still sold, beside what is there already. Resolves to the page to
 * go to: the checkout, or the goods when nothing of it is sold any more.
 */
export async function buyAgain({ cart, catalog }: { cart: Cart; catalog: Catalog }, order: OrderView): Promise<string> {
  if (catalog.state !== 'ready') await catalog.load();
  const sold = order.items.filter(({ goodsId }) => catalog.find(goodsId));
  for (const { goodsId, quantity } of sold) cart.setQuantity(goodsId, Math.max(quantity, cart.quantityOf(goodsId)));
  return sold.length > 0 ? routes.checkout : routes.catalog;
}
