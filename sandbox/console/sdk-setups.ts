import type { AppAccess } from '../control/app-access';
import { privateKeyPem } from './pem';
import type { Setup } from './setup';

/** Each checked against the SDK's own examples; the private key's format is where people go wrong. */
export const SDK_SETUPS: readonly Setup<AppAccess>[] = [
  {
    id: 'node',
    label: 'Node.js',
    install: 'npm install alipay-sdk',
    keyFormat: 'PKCS#1',
    code: (app) => `import { AlipaySdk } from 'alipay-sdk';

const alipay = new AlipaySdk({
  appId: '${app.appId}',
  gateway: '${app.gateway}',
  privateKey: '${app.appPrivateKeyPkcs1}',
  alipayPublicKey: '${app.alipayPublicKey}',
});

const reply = await alipay.exec(
  'alipay.trade.query',
  { bizContent: { outTradeNo: 'ORDER_1' } },
  { validateSign: true },
);`,
  },
  {
    id: 'java',
    label: 'Java',
    install: 'com.alipay.sdk : alipay-sdk-java',
    keyFormat: 'PKCS#8',
    code: (app) => `AlipayConfig config = new AlipayConfig();
config.setAppId("${app.appId}");
config.setServerUrl("${app.gateway}");
config.setPrivateKey("${app.appPrivateKeyPkcs8}");
config.setAlipayPublicKey("${app.alipayPublicKey}");
config.setFormat("json");
config.setCharset("UTF-8");
config.setSignType("RSA2");
AlipayClient alipay = new DefaultAlipayClient(config);

AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
request.setBizContent("{\\"out_trade_no\\":\\"ORDER_1\\"}");
AlipayTradeQueryResponse reply = alipay.execute(request);`,
  },
  {
    id: 'php',
    label: 'PHP',
    install: 'alipay-sdk-php-all, aop/AopClient.php',
    keyFormat: 'PKCS#1',
    code: (app) => `$alipay = new AopClient();
$alipay->appId = '${app.appId}';
$alipay->gatewayUrl = '${app.gateway}';
$alipay->rsaPrivateKey = '${app.appPrivateKeyPkcs1}';
$alipay->alipayrsaPublicKey = '${app.alipayPublicKey}';
$alipay->apiVersion = '1.0';
$alipay->signType = 'RSA2';
$alipay->postCharset = 'UTF-8';
$alipay->format = 'json';

$request = new AlipayTradeQueryRequest();
$request->setBizContent(json_encode(['out_trade_no' => 'ORDER_1']));
$reply = $alipay->execute($request);`,
  },
  {
    id: 'python',
    label: 'Python',
    install: 'pip install alipay-sdk-python',
    keyFormat: 'PKCS#1',
    code: (app) => `from alipay.aop.api.AlipayClientConfig import AlipayClientConfig
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient
from alipay.aop.api.request.AlipayTradeQueryRequest import AlipayTradeQueryRequest

config = AlipayClientConfig()
config.app_id = '${app.appId}'
config.server_url = '${app.gateway}'
config.app_private_key = '${app.appPrivateKeyPkcs1}'
config.alipay_public_key = '${app.alipayPublicKey}'
config.sign_type = 'RSA2'
alipay = DefaultAlipayClient(alipay_client_config=config)

request = AlipayTradeQueryRequest()
request.biz_content = {'out_trade_no': 'ORDER_1'}
reply = alipay.execute(request)`,
  },
  {
    id: 'go',
    label: 'Go',
    install: 'go get github.com/smartwalle/alipay/v3',
    keyFormat: 'PKCS#1',
    code: (app) => `client, err := alipay.New(
	"${app.appId}",
	"${app.appPrivateKeyPkcs1}",
	false,
	alipay.WithSandboxGateway("${app.gateway}"),
)
if err != nil {
	log.Fatal(err)
}
if err := client.LoadAliPayPublicKey("${app.alipayPublicKey}"); err != nil {
	log.Fatal(err)
}

reply, err := client.TradeQuery(ctx, alipay.TradeQuery{OutTradeNo: "ORDER_1"})`,
  },
  {
    id: 'csharp',
    label: 'C#',
    install: 'dotnet add package AlipaySDKNet.Standard',
    keyFormat: 'PKCS#1',
    code: (app) => `IAopClient alipay = new DefaultAopClient(
    "${app.gateway}",
    "${app.appId}",
    "${app.appPrivateKeyPkcs1}",
    "json", "1.0", "RSA2",
    "${app.alipayPublicKey}",
    "utf-8", false);

var request = new AlipayTradeQueryRequest();
request.BizContent = "{\\"out_trade_no\\":\\"ORDER_1\\"}";
AlipayTradeQueryResponse reply = alipay.Execute(request);`,
  },
  {
    id: 'curl',
    label: 'curl',
    install: 'openssl + curl',
    keyFormat: 'PKCS#8 PEM',
    code: (app) => `cat > app.pem <<'END'
${privateKeyPem(app.appPrivateKeyPkcs8)}
END

TIMESTAMP=$(TZ=Asia/Shanghai date '+%Y-%m-%d %H:%M:%S')
BIZ='{"out_trade_no":"ORDER_1"}'
SIGN=$(printf '%s' "app_id=${app.appId}&biz_content=$BIZ&charset=utf-8&method=alipay.trade.query&sign_type=RSA2&timestamp=$TIMESTAMP&version=1.0" \\
  | openssl dgst -sha256 -sign app.pem | openssl base64 -A)

curl '${app.gateway}' \\
  --data-urlencode "app_id=${app.appId}" \\
  --data-urlencode 'method=alipay.trade.query' \\
  --data-urlencode 'charset=utf-8' \\
  --data-urlencode 'sign_type=RSA2' \\
  --data-urlencode "timestamp=$TIMESTAMP" \\
  --data-urlencode 'version=1.0' \\
  --data-urlencode "biz_content=$BIZ" \\
  --data-urlencode "sign=$SIGN"`,
  },
];
