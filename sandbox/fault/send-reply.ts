import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { ReplyManner, Transport } from './reply-manner';

/** What the gateway would send if nothing were wrong. */
export interface WholeReply {
  headers: Readonly<Record<string, string>>;
  bytes: Buffer;
}

/** Sends, holds back or spoils an answer. The request's own address is where a redirect without a target leads. */
export function sendReply(
  reply: FastifyReply,
  { transport }: ReplyManner,
  { headers, bytes }: WholeReply,
): FastifyReply | undefined {
  if (transport.kind === 'whole') return reply.code(200).headers(headers).send(bytes);
  if (transport.kind === 'page') return sendPage(reply, transport);
  // From here on the socket is ours; Fastify must not answer as well.
  reply.hijack();
  const { raw } = reply;
  switch (transport.kind) {
    case 'hang':
      return undefined;
    case 'reset':
      raw.socket?.resetAndDestroy();
      return undefined;
    case 'hang_up':
      raw.destroy();
      return undefined;
    case 'truncate':
      sendPart(raw, headers, bytes, transport.keepBytes);
      return undefined;
    case 'drip':
      drip(raw, headers, bytes, transport);
      return undefined;
  }
}

function sendPage(reply: FastifyReply, page: Extract<Transport, { kind: 'page' }>): FastifyReply {
  reply.code(page.status).header('content-type', page.contentType);
  if (page.location !== undefined) reply.header('location', page.location || reply.request.url);
  return reply.send(page.body);
}

function head(raw: ServerResponse, headers: WholeReply['headers'], length: number): void {
  raw.writeHead(200, { ...headers, 'content-length': length });
}

function sendPart(raw: ServerResponse, headers: WholeReply['headers'], bytes: Buffer, keepBytes?: number): void {
  head(raw, headers, bytes.length);
  const part = bytes.subarray(0, Math.min(keepBytes ?? Math.floor(bytes.length / 2), bytes.length - 1));
  raw.write(part, () => raw.destroy());
}

function drip(
  raw: ServerResponse,
  headers: WholeReply['headers'],
  bytes: Buffer,
  { chunkBytes, everyMs }: Extract<Transport, { kind: 'drip' }>,
): void {
  head(raw, headers, bytes.length);
  let sent = 0;
  const timer = setInterval(() => {
    raw.write(bytes.subarray(sent, sent + chunkBytes));
    sent += chunkBytes;
    if (sent < bytes.length) return;
    clearInterval(timer);
    raw.end();
  }, everyMs);
  timer.unref();
  raw.on('close', () => clearInterval(timer));
}
