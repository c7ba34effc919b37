/** SIGKILL between the steps of a purchase: no order is lost, and a payment made meanwhile shows after one sweep. */

import { LOOK_AGAIN_MS } from '../../cloudfunctions/backend/order/due';
import type { OrderListReply, OrderReply } from '../../contract/requests';
import { type SandboxControl, sandboxControl } from '../support/sandbox-control';
import { type SdkClient, type SpaceSettings, sdkClient } from '../support/sdk-client';
import { type ShouyinProcess, shouyinProcess } from '../support/shouyin-process';

let shouyin: ShouyinProcess;
let sandbox: SandboxControl;

beforeAll(async () => {
  shouyin = await shouyinProcess();
  sandbox = sandboxControl(shouyin.sandboxUrl);
}, 90_000);

afterAll(() => shouyin?.dispose());

async function signedIn(): Promise<SdkClient> {
  const space = (await (await fetch(`${shouyin.url}/api/space`)).json()) as SpaceSettings;
  const client = sdkClient(space, () => sandbox.authCode());
  await client.init();
  return client;
}

async function invoke<Reply>(client: SdkClient, name: string, args: unknown): Promise<Reply> {
  return (await client.invoke(name, args)).result as Reply;
}

const purchase = (requestId: string) => ({ requestId, items: [{ goodsId: 'cake-osmanthus', quantity: 2 }] });

function payable(reply: OrderReply): string {
  if (reply.order.payment?.state !== 'ready') throw new Error(`not payable: ${JSON.stringify(reply.order)}`);
  return reply.order.payment.walletTradeNo;
}

/** Asks no channel, so that only the sweep or a notify can have made it paid. */
async function storedStatus(orderNo: string): Promise<string | undefined> {
  const list = await invoke<OrderListReply>(await signedIn(), 'order-list', {});
  return list.orders.find((order) => order.orderNo === orderNo)?.status;
}

async function eventually(check: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

test('killed after the create: the order is still there, and the same request finds the same trade', async () => {
  const created = await invoke<OrderReply>(await signedIn(), 'order-create', purchase('crash-after-create-1'));
  await shouyin.killAndStartAgain();
  const repeated = await invoke<OrderReply>(await signedIn(), 'order-create', purchase('crash-after-create-1'));
  expect(repeated.order.orderNo).toBe(created.order.orderNo);
  expect(payable(repeated)).toBe(payable(created));
}, 60_000);

test('killed during the create, at any moment: the repeated request makes one order with one trade', async () => {
  for (const delayMs of [0, 3, 6, 10, 15, 25]) {
    const requestId = `crash-during-create-${delayMs}`;
    const lost = invoke(await signedIn(), 'order-create', purchase(requestId)).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await shouyin.killAndStartAgain();
    await lost;
    const client = await signedIn();
    const reply = await invoke<OrderReply>(client, 'order-create', purchase(requestId));
    const { orderNo } = reply.order;
    const ready = await eventually(async () => {
      const { order } = await invoke<OrderReply>(client, 'order-query', { orderNo });
      return order.payment?.state === 'ready';
    });
    expect(ready).toBe(true);
    const trades = (await sandbox.trades()).filter((trade) => trade.outTradeNo.startsWith(orderNo));
    expect(trades).toHaveLength(1);
  }
}, 120_000);

test('killed after a payment whose notify never came: one sweep after the restart the order is paid', async () => {
  const created = await invoke<OrderReply>(await signedIn(), 'order-create', purchase('crash-after-payment-1'));
  await sandbox.deliverNotifies(false);
  await sandbox.pay(payable(created));
  // A sweep passes over orders that somebody has only just asked about; the one at the start must find this one due.
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  await shouyin.killAndStartAgain();
  expect(await eventually(async () => (await storedStatus(created.order.orderNo)) === 'paid')).toBe(true);
  await sandbox.deliverNotifies(true);
}, 90_000);
