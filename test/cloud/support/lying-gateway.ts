import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AlipayAccount } from '../../../cloud/alipay-cloud';

/** How the gateway answers the next requests. */
export type Answering = (response: ServerResponse) => void;

export interface GatewayRequest {
  /** Query and form together, as Alipay reads them. */
  params: Record<string, string>;
  bizContent: Record<string, unknown> | undefined;
}

/** A gateway that does what it is told, right or wrong, with keys of its own. */
export interface LyingGateway {
  account: AlipayAccount;
  /** Everything that was asked, oldest first. */
  requests: GatewayRequest[];
  answerWith(answering: Answering): void;
  /** A node's text with its true signature, as the members of an answer. */
  signed(nodeName: string, nodeText: string): string;
  sign(text: string): string;
  close(): Promise<void>;
}

export async function lyingGateway(): Promise<LyingGateway> {
  const app = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signText = (text: string) => sign('RSA-SHA256', Buffer.from(text), alipay.privateKey).toString('base64');
  const requests: GatewayRequest[] = [];
  let answering: Answering = (response) => response.end('{}');
  const server = createServer((request, response) => {
    void read(request).then((received) => {
      requests.push(received);
      answering(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const account = {
    appId: '2021000000000001',
    privateKey: app.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    alipayPublicKey: alipay.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    gateway: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`,
  };
  return {
    account,
    requests,
    answerWith: (next) => {
      answering = next;
    },
    signed: (nodeName, nodeText) => `"${nodeName}":${nodeText},"sign":"${signText(nodeText)}"`,
    sign: signText,
    close: () => ended(server),
  };
}

async function read(request: IncomingMessage): Promise<GatewayRequest> {
  let form = '';
  for await (const chunk of request) form += String(chunk);
  const query = new URL(request.url ?? '', 'http://gateway').searchParams;
  const params = { ...Object.fromEntries(query), ...Object.fromEntries(new URLSearchParams(form)) };
  return { params, bizContent: params.biz_content === undefined ? undefined : JSON.parse(params.biz_content) };
}

function ended(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
