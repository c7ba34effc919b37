/** One merchant of `bench/sandbox.ts`, a process of its own: signs every request, verifies every reply, keeps connections. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What the parent hands over; keys as `GET /api/apps` gives them. */
export interface ClientOrder {
  name: string;
  gateway: string;
  appId: string;
  appPrivateKeyPkcs8: string;
  alipayPublicKey: string;
  buyerId: string;
  /** Calls under way at once. */
  concurrency: number;
  warmUpMs: number;
  measureMs: number;
}

export interface ClientResult {
  calls: number;
  measuredMs: number;
  failures: string[];
  latenciesMs: number[];
}

process.once('message', async (order: ClientOrder) => {
  const result = await load(order);
  process.send?.(result, () => process.disconnect());
});

async function load(order: ClientOrder): Promise<ClientResult> {
  const call = tradeCreator(order);
  const failures: string[] = [];
  const latenciesMs: number[] = [];
  const startMs = performance.now() + order.warmUpMs;
  const endMs = startMs + order.measureMs;

  async function caller(): Promise<void> {
    while (performance.now() < endMs) {
      const sentMs = performance.now();
      const failure = await call();
      const answeredMs = performance.now();
      if (failure) failures.push(failure);
      if (answeredMs >= startMs && answeredMs <= endMs) latenciesMs.push(answeredMs - sentMs);
    }
  }
  await Promise.all(Array.from({ length: order.concurrency }, caller));
  return { calls: latenciesMs.length, measuredMs: order.measureMs, failures: failures.slice(0, 5), latenciesMs };
}

/** Creates a new trade each time; resolves with what went wrong, if anything did. */
function tradeCreator(order: ClientOrder): () => Promise<string | undefined> {
  const privateKey = derKey(order.appPrivateKeyPkcs8, (der) =>
    createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  );
  const publicKey = derKey(order.alipayPublicKey, (der) => createPublicKey({ key: der, format: 'der', type: 'spki' }));
  const agent = new Agent({ keepAlive: true, maxSockets: order.concurrency });
  let count = 0;
  return async () => {
    count += 1;
    const parameters: Record<string, string> = {
      app_id: order.appId,
      biz_content: JSON.stringify({
        out_trade_no: `${order.name}_${process.pid}_${count}`,
        total_amount: '12.30',
        subject: '一杯茶',
        product_code: 'JSAPI_PAY',
        op_app_id: order.appId,
        buyer_id: order.buyerId,
      }),
      charset: 'utf-8',
      format: 'JSON',
      method: 'alipay.trade.create',
      sign_type: 'RSA2',
      timestamp: '2026-11-22 10:00:00',
      version: '1.0',
    };
    const content = Object.entries(parameters)
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const signature = await signed(content, privateKey);
    const text = await post(order.gateway, new URLSearchParams({ ...parameters, sign: signature }).toString(), agent);
    const [, node = '', replySign = ''] = /^\{"\w+":(\{.*\}),"sign":"([^"]+)"\}$/.exec(text) ?? [];
    if (!node.startsWith('{"code":"10000"')) return text.slice(0, 300);
    return verified(node, replySign, publicKey) ? undefined : 'a reply whose signature is wrong';
  };
}

function derKey<Key>(base64: string, read: (der: Buffer) => Key): Key {
  return read(Buffer.from(base64, 'base64'));
}

function signed(content: string, key: ReturnType<typeof createPrivateKey>): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', Buffer.from(content), key, (error, bytes) =>
      error ? reject(error) : resolve(bytes.toString('base64')),
    );
  });
}

function verified(content: string, signature: string, key: ReturnType<typeof createPublicKey>): boolean {
  return verify('RSA-SHA256', Buffer.from(content), key, Buffer.from(signature, 'base64'));
}

function post(url: string, form: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      'content-length': Buffer.byteLength(form),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(form);
  });
}
