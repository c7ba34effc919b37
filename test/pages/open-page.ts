import type { FunctionName } from '../../contract/requests';
import { type FakeBackend, fakeBackend } from '../models/support/fake-backend';
import { fakeDevice } from '../models/support/fake-device';
import { settled } from '../models/support/manual-clock';

/** A page of the real app with everything behind it real but the phone and the cloud functions. */
export interface OpenPage {
  data: Record<string, unknown>;
  /** Where the page went, in order: `navigateTo /pages/…`. */
  readonly moves: string[];
  readonly titles: string[];
  readonly backend: FakeBackend;
  /** What my.tradePay answers. */
  cashier: { resultCode: string };
  /** Ten pages are open, and no further one can be. */
  isStackFull: boolean;
  /** Another page is seen, while this one still waits for an answer. */
  isLeft: boolean;
  /** Calls a life-cycle hook or an event handler, and lets what follows happen. */
  call(name: string, event?: unknown): Promise<void>;
}

type Opened = Pick<OpenPage, 'moves' | 'titles' | 'cashier' | 'isStackFull' | 'isLeft'> & {
  moves: string[];
  titles: string[];
};

interface Navigation {
  url: string;
  success?(): void;
  fail?(): void;
}

interface SdkRequest {
  data: { method: string; params: string };
  complete(answer: unknown): void;
}

interface Options {
  language?: string;
  query?: Record<string, string>;
  storage?: Map<string, string>;
  backend?: FakeBackend;
}

const systemTime = { nowMs: () => Date.now(), after: () => () => {} };

/** Loads `pages/<name>` afresh, as an app that has just been started on it, up to and including onReady. */
export async function openPage(name: string, options: Options = {}): Promise<OpenPage> {
  const backend = options.backend ?? fakeBackend({ clock: systemTime });
  const opened: Opened = { moves: [], titles: [], cashier: { resultCode: '9000' }, isStackFull: false, isLeft: false };
  const my = fakeMy(options, backend, opened);
  const definition: Record<string, unknown> = {};
  Object.assign(globalThis, {
    my,
    getCurrentPages: () => [opened.isLeft ? {} : definition],
    Page: (page: Record<string, unknown>) => Object.assign(definition, page),
  });
  await jest.isolateModulesAsync(() => import(`../../pages/${name}/${name}`));

  const instance = Object.assign(Object.create(definition), {
    data: {} as Record<string, unknown>,
    setData(changes: Record<string, unknown>) {
      for (const [path, value] of Object.entries(JSON.parse(JSON.stringify(changes)))) put(this.data, path, value);
    },
  });
  const page = Object.assign(opened, {
    data: instance.data,
    backend,
    async call(hook: string, event?: unknown) {
      await instance[hook]?.(event);
      await rest();
    },
  });
  await page.call('onLoad', options.query ?? {});
  await page.call('onShow');
  await page.call('onReady');
  return page;
}

/** Several turns: the SDK answers a call in a few steps. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await settled();
}

function put(data: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  const last = steps.pop() ?? '';
  const holder = steps.reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, data);
  holder[last] = value;
}

function fakeMy({ language = 'zh-Hans', storage = new Map() }: Options, backend: FakeBackend, opened: Opened) {
  const device = fakeDevice({ storage, language });
  const move =
    (verb: string) =>
    ({ url, success, fail }: Navigation) => {
      if (verb === 'navigateTo' && opened.isStackFull) return fail?.();
      opened.moves.push(`${verb} ${url}`);
      void settled().then(success);
    };
  return {
    getSystemInfoSync: () => ({ language }),
    getStorageSync: ({ key }: { key: string }) => ({ data: device.read(key) }),
    setStorageSync: ({ key, data }: { key: string; data: unknown }) => void device.write(key, data),
    removeStorageSync: ({ key }: { key: string }) => device.remove(key),
    getAuthCode: ({ complete }: SdkRequest) => complete({ authCode: 'code' }),
    request: (request: SdkRequest) => void answer(request, backend),
    tradePay: ({ success }: { success(answer: unknown): void }) => success(opened.cashier),
    onNetworkStatusChange: () => {},
    offNetworkStatusChange: () => {},
    getNetworkType: ({ success }: { success(answer: unknown): void }) => success({ networkAvailable: true }),
    createSelectorQuery: () => noElements,
    onAppShow: () => {},
    offAppShow: () => {},
    confirm: ({ success }: { success(answer: unknown): void }) => success({ confirm: true }),
    showToast: () => {},
    stopPullDownRefresh: () => void opened.moves.push('stopPullDownRefresh'),
    setNavigationBar: ({ title }: { title: string }) => void opened.titles.push(title),
    navigateTo: move('navigateTo'),
    redirectTo: move('redirectTo'),
    reLaunch: move('reLaunch'),
  };
}

/** A phone in the light: there is no dark probe on its screen. */
const noElements = {
  select: () => noElements,
  boundingClientRect: () => noElements,
  exec: (tell: (found: unknown[]) => void) => tell([null]),
};

/** The wire of the self-hosted cloud, reduced to signing in and calling (reference serverless-platform 1.4, 1.5). */
async function answer({ data, complete }: SdkRequest, backend: FakeBackend): Promise<void> {
  const reply = (body: unknown) => complete({ status: 200, headers: {}, data: { success: true, data: body } });
  if (data.method !== 'serverless.function.runtime.invoke') return reply({ accessToken: 'token' });
  const { functionTarget, functionArgs } = JSON.parse(data.params);
  reply(await backend.call(functionTarget as FunctionName, functionArgs));
}
