import { shop } from '../../models/compose';
import { goingOn, startAgainAt } from '../../models/navigation';
import { routes } from '../../models/routes';
import { screen } from '../../models/screen';

screen(shop.checkout, {
  async onPay(checkout) {
    const goOn = goingOn();
    const url = await checkout.pay();
    // The order has been made, so there is no way back to this page.
    if (url !== undefined) goOn(url);
  },
  onQuantity: (checkout, { id, value }) => checkout.setQuantity(id, value),
  onNote: (checkout, { text }) => checkout.setNote(text),
  onWay: (checkout, { id }) => checkout.chooseWay(id),
  onReload: (checkout) => checkout.reload(),
  onChoose: () => startAgainAt(routes.catalog),
});
