import type { IncomingMessage, ServerResponse } from 'node:http';

const maxBodyBytes = 16 * 1024 * 1024;

/** The whole body of a request, or null when it is too large. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Sends a whole reply. Nothing is cached: what is served changes with every edit. */
export function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

/** Sends a value as JSON; nothing is cached. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** A refusal with a reason in words; nothing was done. */
export function refuse(response: ServerResponse, status: number, reason: string, message: string): void {
  sendJson(response, status, { reason, message });
}
