/**
 * A development build as the Alipay IDE runs it: its `my.tradePay` and `my.getAuthCode` know nothing of the sandbox. Here that is a
 * simulator which was given no sandbox, so that a purchase works only if the app brings its cashier and its buyer along.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildMiniprogram } from '../../scripts/build-miniprogram';
import { type Space, spaceModule } from '../../scripts/space';
import { type OpenedSimulator, openSimulator } from '../../simulator/open-simulator';
import { settledFindings } from '../accessibility/settled-findings';
import { projectRoot } from '../support/source-tree';
import { openWorld, type World } from './mishaps/world';

let world: World;
let root: string;
let ide: OpenedSimulator;
let space: Space;

beforeAll(async () => {
  [world, root] = await Promise.all([openWorld('zh'), mkdtemp(join(tmpdir(), 'shouyin-ide-'))]);
  space = (await (await fetch(`${world.shouyin.url}/api/space`)).json()) as Space;
  const { sandboxUrl } = world.shouyin;
  await buildMiniprogram({ projectRoot, outDir: root, space: { ...space, sandboxUrl }, isDevelopment: true });
}, 90_000);

afterAll(async () => {
  await world?.close();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  ide = await openSimulator({ root, browser: world.browser });
});

afterEach(async () => {
  const errors = [...ide.errors()];
  await ide.close();
  expect(errors).toEqual([]);
});

async function checkOut(): Promise<void> {
  await ide.tap('增加明前龙井');
  await ide.tap('去结算');
  await ide.tap('立即支付');
  await ide.screen.getByRole('dialog').getByText('¥128.00').waitFor();
}

const sees = (text: string): Promise<void> => ide.screen.getByText(text).filter({ visible: true }).first().waitFor();

test('the whole purchase can be tried: cancelled, taken up again, and paid', async () => {
  await checkOut();
  expect(await settledFindings(ide.page, 'a-page[data-page-top]')).toEqual([]);
  await ide.tap('取消');
  await sees('支付未完成');
  await ide.tap('继续支付');
  await ide.tap('确认付款');
  await sees('支付成功');
  expect((await world.sandbox.trades()).filter(({ status }) => status === 'TRADE_SUCCESS')).toHaveLength(1);
}, 60_000);

test('so can an answer that is not true: 9000, and nothing was paid', async () => {
  await checkOut();
  await ide.tap('更多结果');
  await ide.tap('9000 未付款');
  await sees('正在确认支付结果');
  expect(await ide.screen.getByText('支付成功').count()).toBe(0);
}, 60_000);

test('where it is not told of a sandbox, as in the browser simulator of npm start, the phone’s own cashier opens', async () => {
  await ide.close();
  const { sandboxUrl } = world.shouyin;
  ide = await openSimulator({ root, browser: world.browser, sandboxUrl, overlay: { 'space.js': spaceModule(space) } });
  await checkOut();
  expect(await ide.page.locator('.sim-cashier').count()).toBe(1);
  await ide.page.getByRole('button', { name: '确认付款' }).click();
  await sees('支付成功');
}, 60_000);
