import { shop } from '../../models/compose';
import { goingOn, replacePage, startAgainAt } from '../../models/navigation';
import { routes } from '../../models/routes';
import { screen } from '../../models/screen';

screen(shop.result, {
  onContinue: (result) => result.continuePay(),
  onRefresh: (result) => result.refresh(),
  async onBuyAgain(result) {
    const goOn = goingOn();
    const url = await result.buyAgain();
    if (url !== undefined) goOn(url);
  },
  onOrder: (result) => replacePage(result.orderUrl()),
  onHome: () => startAgainAt(routes.catalog),
});
