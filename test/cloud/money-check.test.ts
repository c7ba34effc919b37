import { moneyVerdict } from '../../cloud/money-check';
import { anOrder } from '../support/orders';

type Stored = Parameters<typeof moneyVerdict>[0];

const paid = (paidFen: number) => ({ outTradeNo: 'o_1', channel: 'alipay', status: 'paid', paidFen });
const refund = (cause: string, status: string, refundFen: number) => ({ cause, status, refundFen });

test.each`
  what                                              | status      | trades                    | refunds                                                                 | verdict
  ${'nothing came'}                                 | ${'unpaid'} | ${[]}                     | ${[]}                                                                   | ${'settled'}
  ${'the total came'}                               | ${'paid'}   | ${[paid(500)]}            | ${[]}                                                                   | ${'settled'}
  ${'the total came and the order does not say so'} | ${'unpaid'} | ${[paid(500)]}            | ${[]}                                                                   | ${'broken'}
  ${'an order is paid by nothing'}                  | ${'paid'}   | ${[]}                     | ${[]}                                                                   | ${'broken'}
  ${'too little came'}                              | ${'paid'}   | ${[paid(499)]}            | ${[]}                                                                   | ${'broken'}
  ${'a part went back to the buyer'}                | ${'paid'}   | ${[paid(500)]}            | ${[refund('merchant', 'succeeded', 200)]}                               | ${'settled'}
  ${'a part is going back'}                         | ${'paid'}   | ${[paid(500)]}            | ${[refund('merchant', 'pending', 200)]}                                 | ${'settled'}
  ${'late money is here'}                           | ${'closed'} | ${[paid(500)]}            | ${[]}                                                                   | ${'broken'}
  ${'late money is going back'}                     | ${'closed'} | ${[paid(500)]}            | ${[refund('late', 'pending', 500)]}                                     | ${'returning'}
  ${'late money went back'}                         | ${'closed'} | ${[paid(500)]}            | ${[refund('late', 'succeeded', 500)]}                                   | ${'settled'}
  ${'late money could not go back'}                 | ${'closed'} | ${[paid(500)]}            | ${[refund('late', 'failed', 500)]}                                      | ${'broken'}
  ${'late money went back twice'}                   | ${'closed'} | ${[paid(500)]}            | ${[refund('late', 'succeeded', 500), refund('late', 'succeeded', 500)]} | ${'broken'}
  ${'a double payment is going back'}               | ${'paid'}   | ${[paid(500), paid(500)]} | ${[refund('double', 'pending', 500)]}                                   | ${'returning'}
  ${'a double payment is here'}                     | ${'paid'}   | ${[paid(500), paid(500)]} | ${[]}                                                                   | ${'broken'}
  ${'only a part of a wrong amount goes back'}      | ${'closed'} | ${[paid(700)]}            | ${[refund('mismatch', 'pending', 500)]}                                 | ${'broken'}
  ${'more went back than came'}                     | ${'paid'}   | ${[paid(500)]}            | ${[refund('merchant', 'succeeded', 501)]}                               | ${'broken'}
`('the money of an order is $verdict when $what', ({ status, trades, refunds, verdict }) => {
  const order = { ...anOrder({ totalFen: 500 }), status, trades, refunds } as unknown as Stored;
  expect(moneyVerdict(order)).toBe(verdict);
});
