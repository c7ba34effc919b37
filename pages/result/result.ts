import { shop } from '../../models/compose';
import { routes } from '../../models/routes';
import { screen } from '../../models/screen';

screen(shop.result, {
  onContinue: (result) => result.continuePay(),
  onRefresh: (result) => result.refresh(),
  async onBuyAgain(result) {
    const url = await result.buyAgain();
    if (url !== undefined) my.redirectTo({ url });
  },
  onOrder: (result) => my.redirectTo({ url: result.orderUrl() }),
  onHome: () => my.reLaunch({ url: routes.catalog }),
});
