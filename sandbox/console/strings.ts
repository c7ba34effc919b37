/** Every word of the first page. Chinese is what it speaks; English is asked for with `?lang=en`. */
export type Language = 'zh' | 'en';

/** Chinese and English of one thing. */
type Pair = readonly [zh: string, en: string];

const PAIRS = {
  title: ['收银 · 支付宝网关沙箱', 'Shouyin · sandbox of Alipay’s gateway'],
  brand: ['收银沙箱', 'Shouyin sandbox'],
  tagline: [
    '签名真实、有状态的支付宝与清算平台网关，只在本机',
    'Alipay’s gateway and Fshows’ with real signatures and state, on this machine only',
  ],
  otherLanguage: ['English', '中文'],
  gateway: ['网关', 'Gateway'],
  views: ['视图', 'Views'],
  connect: ['接入', 'Connect'],
  trades: ['交易', 'Trades'],
  log: ['报文', 'Traffic'],
  switches: ['开关', 'Switches'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  app: ['应用', 'App'],
  sdk: ['SDK', 'SDK'],
  knowsUserId: ['以 user_id 识别买家', 'knows buyers by user_id'],
  knowsOpenId: ['以 open_id 识别买家', 'knows buyers by open_id'],
  anyBuyer: [
    '买家随意指定：2088 加 12 位数字、不以 0000 或 9999 结尾的 id，都是一位有钱包的新买家（开关 welcomesNewBuyers）。',
    'Name any buyer: 2088 and 12 digits that do not end in 0000 or 9999 are a new buyer’s, with a wallet (switch welcomesNewBuyers).',
  ],
  pasteThis: ['把这段粘进你的后端：', 'Paste this into your backend:'],
  keyFormat: ['私钥格式', 'Private key'],
  allKeys: ['密钥与编号', 'Keys and ids'],
  appPrivateKey: ['应用私钥', 'App private key'],
  appPublicKey: ['应用公钥', 'App public key'],
  alipayPublicKey: ['支付宝公钥', 'Alipay public key'],
  platformPublicKey: ['清算平台公钥', 'Platform public key'],
  subMerchant: ['子商户', 'Sub-merchant'],
  cashDesk: ['托管收银台', 'Hosted cash desk'],
  oneLine: ['单行', 'one line'],
  sandboxOnly: [
    '这些密钥由本沙箱生成，只在这里有效；正式环境的密钥不要放进来。',
    'These keys were made by this sandbox and work nowhere else. Never bring production keys here.',
  ],
  sellerId: ['卖家 seller_id', 'seller_id'],
  buyer: ['买家', 'Buyer'],
  seller: ['卖家', 'Seller'],
  noTrades: ['还没有交易', 'No trades yet'],
  noTradesHint: [
    '用「接入」里的配置调用 alipay.trade.create，或 Fshows 的预创建接口，交易会立刻出现在这里。',
    'Call alipay.trade.create, or Fshows’ create, with what “Connect” shows; trades appear here at once.',
  ],
  noTraffic: ['还没有请求', 'No requests yet'],
  noTrafficHint: ['每一次请求、应答与通知都会记在这里。', 'Every request, reply and notify is kept here.'],
  buyerPays: ['买家付款', 'Buyer pays'],
  buyerTurnsAway: ['买家取消', 'Buyer turns away'],
  timeLine: ['经过', 'What happened'],
  WAIT_BUYER_PAY: ['等待付款', 'Waiting'],
  TRADE_SUCCESS: ['已付款', 'Paid'],
  TRADE_FINISHED: ['已完结', 'Finished'],
  TRADE_CLOSED: ['已关闭', 'Closed'],
  fullyRefunded: ['已全额退款', 'Refunded'],
  created: ['创建交易', 'Created'],
  paid: ['买家付款', 'Paid by the buyer'],
  refunded: ['退款', 'Refunded'],
  closed: ['交易关闭', 'Closed'],
  expires: ['到期自动关闭', 'Closes by itself'],
  notify: ['通知', 'Notify'],
  notifyDue: ['下次通知', 'Next notify'],
  notifyHeld: ['通知已扣住，放行后立即发送', 'Held back; sent at once when let go'],
  notifyGivenUp: ['已放弃重试', 'Given up'],
  notifyAgain: ['再通知一次：', 'Notify again:'],
  noNotifyUrl: ['创建时没有 notify_url，不会通知', 'Created without notify_url: nobody is told'],
  acknowledged: ['商户已确认', 'Acknowledged'],
  not_acknowledged: ['商户没有回 success', 'Not answered with success'],
  bad_status: ['HTTP 状态不是 200', 'HTTP status is not 200'],
  redirected: ['被重定向', 'Redirected'],
  timed_out: ['超时', 'Timed out'],
  unreachable: ['连不上', 'Unreachable'],
  dropped: ['被故障丢弃', 'Lost by a fault'],
  notFollowed: ['未确认', 'Not taken'],
  deliverNotifies: ['投递通知', 'Deliver notifies'],
  deliverHint: [
    '关上后，通知全部扣住，像回调地址被防火墙挡住一样；再打开时立即补发。',
    'Off holds every notify back, as a blocked callback address would; on sends them at once.',
  ],
  on: ['开', 'On'],
  off: ['关', 'Off'],
  reset: ['清空', 'Start over'],
  resetHint: [
    '忘掉所有交易、通知、授权码与新买家；应用、原有的买家和密钥保留。',
    'Forgets trades, notifies, codes and new buyers; apps, the other buyers and keys stay.',
  ],
  resetConfirm: ['忘掉所有交易？', 'Forget all trades?'],
  faults: ['故障', 'Faults'],
  faultsHint: [
    '让沙箱按需出错：点一个预设，下一次符合条件的调用就会那样失败。',
    'Be wrong on purpose: choose a preset, and the next call it concerns fails that way.',
  ],
  rules: ['假设', 'Assumptions'],
  rulesHint: [
    '文档没有写明、或因签约而异的行为。排在最前的是默认值；清空后全部复原。',
    'What no document says, or what depends on the contract. The first value is the usual one; starting over brings it back.',
  ],
  refundsAndBills: ['退款与对账单', 'Refunds and bills'],
  switched: ['已改', 'switched'],
  noLimit: ['不限', 'no limit'],
  none: ['无', 'none'],
  activeFaults: ['正在生效', 'Active'],
  noFaults: ['没有，一切正常', 'None: all is well'],
  others: ['其它', 'Others'],
  actsFor: ['代', 'acts for'],
  use: ['启用', 'Use'],
  remove: ['移除', 'Remove'],
  struck: ['已触发', 'struck'],
  clock: ['时间', 'Time'],
  clockHint: [
    '到期、通知重试、退款期与对账单都跟随这只钟。',
    'Expiry, retries, refund window and bills follow this clock.',
  ],
  freeze: ['停住', 'Freeze'],
  resume: ['走动', 'Run'],
  frozen: ['已停住', 'frozen'],
  disconnected: ['沙箱没有响应，正在重试…', 'The sandbox does not answer; trying again…'],
  request: ['请求', 'Request'],
  reply: ['应答', 'Reply'],
  times: ['次', 'times'],
} as const satisfies Record<string, Pair>;

export type StringKey = keyof typeof PAIRS;
/** All words in one language. */
export type Strings = Readonly<Record<StringKey, string>>;

function spoken(index: 0 | 1): Strings {
  const entries = Object.entries(PAIRS).map(([key, pair]) => [key, pair[index]]);
  return Object.fromEntries(entries) as Strings;
}

export const STRINGS: Readonly<Record<Language, Strings>> = { zh: spoken(0), en: spoken(1) };
