import { createHmac } from 'node:crypto';
import { CLIENT_SECRET, SPACE_ID } from './running-cloud';

/** Signs a body as the reference says (serverless-platform 1.3), independently of the cloud's own code. */
export function signatureOf(body: Record<string, unknown>, secret = CLIENT_SECRET): string {
  const names = ['method', 'params', 'spaceId', 'timestamp', 'token', 'userId'];
  const text = names.flatMap((name) => (body[name] ? [`${name}=${body[name]}`] : [])).join('&');
  return createHmac('md5', secret).update(text, 'utf8').digest('hex');
}

export interface Answer {
  status: number;
  requestId: string | null;
  contentType: string | null;
  text: string;
  body: { success?: boolean; data?: unknown; error?: { code: string; message: string } };
}

/** Posts a text to `/client` and reads the answer. */
export async function post(url: string, text: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${url}/client`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  });
  const answer = await response.text();
  return {
    status: response.status,
    requestId: response.headers.get('request-id'),
    contentType: response.headers.get('content-type'),
    text: answer,
    body: JSON.parse(answer) as Answer['body'],
  };
}

/** Posts a body to `/client`, signed; what `fields` says replaces what a good request has. */
export async function postSigned(url: string, fields: Record<string, unknown>): Promise<Answer> {
  const body = { spaceId: SPACE_ID, timestamp: 1_700_000_000_000, ...fields };
  return await post(url, JSON.stringify(body), { 'x-serverless-sign': signatureOf(body) });
}
