import type { FshowsAccess } from '../control/fshows-access';
import { privateKeyPem } from './pem';
import type { Setup } from './setup';

const CREATE = 'fshows.liquidation.submerchant.alipay.trade.create';

/** There is no SDK that one could install: these sign by hand, with what each language brings. */
export const FSHOWS_SETUPS: readonly Setup<FshowsAccess>[] = [
  {
    id: 'node',
    label: 'Node.js',
    install: 'node:crypto + fetch',
    keyFormat: 'PKCS#8',
    code: (app) => `import { createSign, randomInt } from 'node:crypto';

const key = { key: Buffer.from('${app.appPrivateKeyPkcs8}', 'base64'), format: 'der', type: 'pkcs8' };

async function call(method, content) {
  const parameters = { app_id: '${app.appId}', method, version: '1.0', content: JSON.stringify(content) };
  const text = Object.keys(parameters).sort().map((name) => \`\${name}=\${parameters[name]}\`).join('&');
  const sign = createSign('RSA-SHA1').update(text).sign(key, 'base64');
  const body = new URLSearchParams({ ...parameters, sign });
  return (await fetch('${app.gateway}', { method: 'POST', body })).json();
}

const reply = await call('${CREATE}', {
  out_trade_no: \`ORDER_\${randomInt(1e9)}\`,
  total_amount: '0.01',
  subject: '一杯茶',
  sub_merchant: { merchant_id: '${shopOf(app)}' },
  buyer_id: '2088622000000011',
});
// reply.return_value.prepay_id → my.tradePay`,
  },
  {
    id: 'php',
    label: 'PHP',
    install: 'openssl + curl',
    keyFormat: 'PKCS#8 PEM',
    code: (app) => `$key = <<<'END'
${privateKeyPem(app.appPrivateKeyPkcs8)}
END;

$parameters = [
    'app_id' => '${app.appId}',
    'content' => json_encode([
        'out_trade_no' => 'ORDER_' . time(),
        'total_amount' => '0.01',
        'subject' => '一杯茶',
        'sub_merchant' => ['merchant_id' => '${shopOf(app)}'],
        'buyer_id' => '2088622000000011',
    ]),
    'method' => '${CREATE}',
    'version' => '1.0',
];
$text = implode('&', array_map(fn ($name) => $name . '=' . $parameters[$name], array_keys($parameters)));
openssl_sign($text, $signature, $key, OPENSSL_ALGO_SHA1);
$parameters['sign'] = base64_encode($signature);

$curl = curl_init('${app.gateway}');
curl_setopt_array($curl, [CURLOPT_POSTFIELDS => http_build_query($parameters), CURLOPT_RETURNTRANSFER => true]);
$reply = json_decode(curl_exec($curl), true);`,
  },
  {
    id: 'curl',
    label: 'curl',
    install: 'openssl + curl',
    keyFormat: 'PKCS#8 PEM',
    code: (app) => `cat > fshows.pem <<'END'
${privateKeyPem(app.appPrivateKeyPkcs8)}
END

METHOD=${CREATE}
CONTENT='{"out_trade_no":"ORDER_1","total_amount":"0.01","subject":"一杯茶","sub_merchant":{"merchant_id":"${shopOf(app)}"},"buyer_id":"2088622000000011"}'
SIGN=$(printf '%s' "app_id=${app.appId}&content=$CONTENT&method=$METHOD&version=1.0" \\
  | openssl dgst -sha1 -sign fshows.pem | openssl base64 -A)

curl '${app.gateway}' \\
  --data-urlencode "app_id=${app.appId}" \\
  --data-urlencode "method=$METHOD" \\
  --data-urlencode 'version=1.0' \\
  --data-urlencode "content=$CONTENT" \\
  --data-urlencode "sign=$SIGN"`,
  },
];

function shopOf({ subMerchants: [first] }: FshowsAccess): string {
  return first?.subMerchantId ?? '';
}
