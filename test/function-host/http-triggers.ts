/** HTTP triggers of a function host: requests composed, and answers given, as on the platform (reference serverless-platform 3.1). */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FunctionHost } from './function-host';

export interface HttpTriggers {
  url: string;
  /** What functions answered so far, oldest first. */
  answers: { path: string; body: unknown }[];
  close(): Promise<void>;
}

/** Each path with the function behind it. */
export async function httpTriggers(host: () => FunctionHost, triggers: Record<string, string>): Promise<HttpTriggers> {
  const answers: HttpTriggers['answers'] = [];
  async function answerTo(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://trigger');
    const trigger = Object.keys(triggers).find((path) => pathname === path || pathname.startsWith(`${path}/`));
    if (!trigger) throw new Error(`no trigger ${pathname}`);
    const args = {
      path: pathname.slice(trigger.length) || '/',
      httpMethod: request.method,
      headers: request.headers,
      queryStringParameters: Object.fromEntries(searchParams),
      body: await text(request),
      isBase64Encoded: false,
    };
    const body = await host().invoke(triggers[trigger] as string, { args, source: 'http' });
    answers.push({ path: pathname, body });
    return body;
  }

  const server = createServer((request, response) => {
    const answered = answerTo(request).catch(({ message }: Error) => {
      return { success: false, error: { code: 'FunctionBizError', message } };
    });
    void answered.then((body) => {
      const isText = typeof body === 'string';
      response.setHeader('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json');
      response.end(isText ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
