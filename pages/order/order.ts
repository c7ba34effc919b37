import { shop } from '../../models/compose';
import { goingOn, openPage } from '../../models/navigation';
import { screen } from '../../models/screen';

screen(shop.order, {
  async onPay(order) {
    const goOn = goingOn();
    const url = await order.pay();
    // The result leads back here: pages of one order do not pile up.
    if (url !== undefined) goOn(url);
  },
  async onBuyAgain(order) {
    const url = await order.buyAgain();
    if (url !== undefined) openPage(url);
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
