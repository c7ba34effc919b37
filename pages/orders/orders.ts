import { shop } from '../../models/compose';
import { openPage, startAgainAt } from '../../models/navigation';
import { routes } from '../../models/routes';
import { screen } from '../../models/screen';

screen(shop.orders, {
  onOpen: (_orders, { id }) => openPage(routes.order(id)),
  onReload: (orders) => orders.reload(),
  onMore: (orders) => orders.loadMore(),
  onTab: (orders, { id }) => orders.choose(id),
  onAll: (orders) => orders.choose('all'),
  onShop: () => startAgainAt(routes.catalog),
});
