import { shop } from '../../models/compose';
import { screen } from '../../models/screen';

screen(shop.order, {
  async onPay(order) {
    const url = await order.pay();
    if (url !== undefined) my.navigateTo({ url });
  },
  onClose: (order) => order.close(),
  onCopy: (order) => order.copyNumber(),
  onReload: (order) => order.reload(),
});
