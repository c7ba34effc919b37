import { count, duration, flag, limit, list, oneOf, word } from '../rules/rule';

/** A body that is read at all is no longer than this, whatever the rule says. */
export const LONGEST_BODY_EVER_BYTES = 16 * 1024 * 1024;

/** How the gateway is spoken to. */
export const GATEWAY_RULES = {
  /** That an unknown app's are not was probed (reference alipay-trade 1.4). */
  signsGatewayErrors: flag(true, 'Errors in public parameters and signatures are signed', '公共参数与签名的错误带签名'),
  /** Either way; any distance when null (reference alipay-trade 1.1). */
  timestampToleranceMs: limit(600_000, 'How far a timestamp may be from now', 'timestamp 与当前时间的最大差距'),
  /** Documented as 3 minutes to 24 hours (reference alipay-trade 2.8). */
  authCodeLifeMs: duration([3 * 60_000, 86_400_000], 'How long an auth code can be exchanged', '授权码有效期'),
  /** Clients read both from the reply (reference alipay-trade 2.8). */
  accessTokenLifeMs: duration(
    [15 * 86_400_000, 3_600_000],
    'How long an access token is said to live',
    '访问令牌有效期',
  ),
  refreshTokenLifeMs: duration([30 * 86_400_000, 86_400_000], 'How long a token can be refreshed', '刷新令牌有效期'),
  acceptsGet: flag(true, 'The gateway takes GET as well as POST', '网关既收 POST 也收 GET'),
  /** What becomes of a request that names no character set (reference alipay-trade 1.1). */
  missingCharset: oneOf(['refused', 'utf-8', 'gbk'], 'A request without charset', '未传 charset 的请求'),
  /** Off, a signature is one line of base64 with its padding. */
  allowsLooseBase64: flag(true, 'A signature may hold line breaks or lack padding', '签名可含换行、可缺填充'),
  /** Whether unknown members of `biz_content`, and then unknown parameters too, are refused (reference alipay-trade 2.5). */
  unknownNames: oneOf(
    ['ignored', 'fields_refused', 'all_refused'],
    'Parameters and fields that the gateway does not know',
    '网关不认识的参数与字段',
  ),
  /** A text in biz_content that holds one is isv.suspected-attack; the words are not published (reference alipay-trade 1.7, 7). */
  suspectWords: list(
    word,
    [[], ['out_trade_no', 'total_fee']],
    'Words in a text that look like an attack',
    '疑似攻击的文本',
  ),
  /** Off, only forms are read; on, multipart bodies and JSON objects too. */
  readsAnyBody: flag(false, 'Bodies that are no form are read too', '非表单的请求体也读取'),
  longestBodyBytes: count(
    [1024 * 1024, 64 * 1024, 8 * 1024 * 1024],
    LONGEST_BODY_EVER_BYTES,
    'Longest request body',
    '请求体上限',
  ),
  /** Whether an app of the open_id kind may send `buyer_id` (reference alipay-trade 2.8, 11). */
  openIdAppsMayUseUserId: flag(false, 'open_id apps may name buyers by user_id', 'open_id 应用可以传 buyer_id'),
  /** Not under ids that end in 0000 or 9999, nor under sellers'. Off, only those are known who are there already. */
  welcomesNewBuyers: flag(true, 'A buyer id that nobody has is a new buyer’s', '没有人用的买家 id 就是一位新买家'),
  /** In answers; notifies have a rule of their own. */
  tellsBothBuyerIds: flag(
    false,
    'Answers to open_id apps carry the user_id too',
    '对 open_id 应用的应答同时带 user_id',
  ),
};
