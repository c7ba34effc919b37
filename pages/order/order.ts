import { shop } from '../../models/compose';
import { screen } from '../../models/screen';

screen(shop.order, {
  async onPay(order) {
    const url = await order.pay();
    if (url !== undefined) my.navigateTo({ url });
  },
  async onBuyAgain(order) {
    const url = await order.buyAgain();
    if (url !== undefined) my.navigateTo({ url });
  },
  onClose: (order) => order.close(),
  onCopy: (order) => order.copyNumber(),
  onDial: (order) => order.dial(),
  onReload: (order) => order.reload(),
  onAskRefund: (order) => order.refund.open(),
  onRefundReason: (order, { id }) => order.refund.choose(id),
  onRefundWords: (order, { text }) => order.refund.setWords(text),
  onRefundSubmit: (order) => order.refund.submit(),
  onRefundClose: (order) => order.refund.close(),
});
