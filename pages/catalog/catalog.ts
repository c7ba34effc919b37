import { shop } from '../../models/compose';
import { openPage } from '../../models/navigation';
import { routes } from '../../models/routes';
import { screen } from '../../models/screen';

screen(shop.catalog, {
  onQuantity: (catalog, { id, value }) => catalog.setQuantity(id, value),
  onSearch: (catalog, { text }) => catalog.search(text),
  onShowAll: (catalog) => catalog.search(''),
  onReload: (catalog) => catalog.reload(),
  onCheckout: () => openPage(routes.checkout),
  onOrders: () => openPage(routes.orders),
  onPending(catalog) {
    const url = catalog.pendingUrl();
    if (url !== undefined) openPage(url);
  },
});
