import type { Page } from 'playwright-core';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type PhoneBench, phoneBench, phoneWithMy } from '../../simulator/phone-bench';
import { type Provider, provider } from './support/provider';

let sandbox: Sandbox;
let shop: Provider;
let bench: PhoneBench;
let page: Page;

beforeAll(async () => {
  sandbox = await createSandbox();
  shop = await provider(sandbox.url);
  bench = await phoneBench(phoneWithMy, { sandboxUrl: sandbox.url });
  page = await bench.open();
});
afterAll(async () => {
  await bench.close();
  await sandbox.close();
});
beforeEach(() => page.reload());

const sheet = () => page.getByRole('dialog', { name: '支付宝收银台' });
const answered = (code: string) => page.waitForFunction(`window.answer === '${code}'`);

async function callTradePay(number: string): Promise<void> {
  await page.evaluate(
    `void my.tradePay({ tradeNO: '${number}' }).then((result) => { window.answer = result.resultCode; })`,
  );
}

test('a phone pays a trade of Fshows by its prepay_id', async () => {
  const { prepayId, tradeNo } = await shop.trade({ total_amount: '128.50' });
  await callTradePay(prepayId);
  for (const words of ['128.50', '沙箱小店（清算）', '王小明']) await sheet().getByText(words).waitFor();
  await sheet().getByRole('button', { name: '确认付款' }).click();
  await answered('9000');
  expect(await shop.query({ trade_no: tradeNo })).toMatchObject({ return_value: { trade_status: 'TRADE_SUCCESS' } });
});

test('the platform’s own trade_no ends in 4000, and nothing is paid', async () => {
  const { prepayId, tradeNo } = await shop.trade();
  await callTradePay(tradeNo);
  await sheet().getByRole('alert').getByText('交易不存在').waitFor();
  await sheet().getByRole('button', { name: '取消' }).click();
  await answered('4000');
  expect(sandbox.trade(prepayId)).toMatchObject({ status: 'WAIT_BUYER_PAY' });
});

test('turning away answers 6001, and the presets are those of Fshows', async () => {
  const { prepayId } = await shop.trade({ total_amount: '128.50' });
  await callTradePay(prepayId);
  await sheet().getByRole('button', { name: '故障预设' }).click();
  await sheet().getByText('付呗的通知一个也不到').waitFor();
  expect(await sheet().getByText('交易不允许退款').count()).toBe(0);
  await sheet().getByRole('button', { name: '取消' }).click();
  await answered('6001');
  expect(sandbox.trade(prepayId)).toMatchObject({ status: 'WAIT_BUYER_PAY' });
});
