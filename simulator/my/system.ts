import type { Appearance } from '../faces';
import { asyncCall } from './async-call';
import { fromOrigin } from './viewport-rect';

/** The base library and the client the simulator stands for (reference mini-program 5, `env` and `SDKVersion`). */
export const SDK_VERSION = '2.9.40';
const CLIENT_VERSION = '10.6.58';
const STATUS_BAR_PX = 44;
const TITLE_BAR_PX = 48;
const FONT_SIZE_PX = 16;

const byBrowser = (): Appearance => ({ language: navigator.language, fontScale: 1 });

/** What a mini-program learns of the phone it runs on. Sizes are those of the phone in the browser, in px. */
export function systemFamily(viewport: HTMLElement, appId: string, appearance: () => Appearance = byBrowser) {
  const language = () => languageOf(appearance().language);
  const windowSize = () => ({ windowWidth: viewport.clientWidth, windowHeight: viewport.clientHeight });
  const screenHeight = () => viewport.clientHeight + STATUS_BAR_PX + TITLE_BAR_PX;
  const systemInfo = () => ({
    app: 'alipay',
    model: 'Shouyin simulator',
    brand: 'Shouyin',
    platform: 'iOS',
    system: '17.0',
    version: CLIENT_VERSION,
    language: language(),
    pixelRatio: devicePixelRatio,
    ...windowSize(),
    screenWidth: viewport.clientWidth,
    screenHeight: screenHeight(),
    screen: { width: viewport.clientWidth, height: screenHeight() },
    statusBarHeight: STATUS_BAR_PX,
    titleBarHeight: TITLE_BAR_PX,
    fontSizeSetting: Math.round(FONT_SIZE_PX * appearance().fontScale),
    storage: '128 GB',
    currentBattery: '80%',
    transparentTitle: false,
    safeArea: safeAreaOf(viewport),
  });
  return {
    SDKVersion: SDK_VERSION,
    isIDE: false,
    env: {
      clientName: 'ap',
      clientVersion: CLIENT_VERSION,
      clientEnv: 'prod',
      language: language(),
      platform: 'iOS',
      USER_DATA_PATH: 'https://usr',
    },
    getSystemInfo: asyncCall(systemInfo),
    getSystemInfoSync: systemInfo,
    getWindowInfo: () => ({
      pixelRatio: devicePixelRatio,
      ...windowSize(),
      screenWidth: viewport.clientWidth,
      screenHeight: screenHeight(),
      statusBarHeight: STATUS_BAR_PX,
      safeArea: safeAreaOf(viewport),
    }),
    getAppBaseInfo: () => ({
      SDKVersion: SDK_VERSION,
      language: language(),
      version: CLIENT_VERSION,
    }),
    getMenuButtonBoundingClientRect: () => menuButtonRect(viewport),
    getAppIdSync: () => ({ appId }),
    getAccountInfoSync: () => ({ miniProgram: { appId, envVersion: 'develop', version: '' } }),
  };
}

/** Place of the client's own buttons at the right of the title, in px from the corner of the phone's screen. */
function menuButtonRect(viewport: HTMLElement) {
  const screen = viewport.closest('.sim-screen');
  const button = screen?.querySelector('.sim-capsule');
  if (!screen || !button) return { left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 };
  const { width, height, left, top, right, bottom } = fromOrigin(
    button.getBoundingClientRect(),
    screen.getBoundingClientRect(),
  );
  return { left, top, right, bottom, width, height };
}

function safeAreaOf(viewport: HTMLElement) {
  const { clientWidth: width, clientHeight: height } = viewport;
  return { left: 0, right: width, top: 0, bottom: height, width, height };
}

/** The client names its languages so; everything it does not speak is English. */
function languageOf(browserLanguage: string): string {
  if (/^zh-(tw|hk|mo|hant)/i.test(browserLanguage)) return 'zh-Hant';
  return /^zh/i.test(browserLanguage) ? 'zh-Hans' : 'en';
}
