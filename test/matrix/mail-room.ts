import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A message as it went over the wire. */
export interface Letter {
  body: string;
  contentType: string;
  /** What its sender had appended to our address; the room's own path when absent. */
  path?: string;
}

/**
 * The merchant's public address: what providers post to. It hands everything on to a node of ours, and keeps a copy, with which a
 * scenario can do what the outside can do: send it again, in parallel, altered, in another form.
 */
export interface MailRoom {
  url: string;
  /** Everything that was posted so far. */
  readonly letters: readonly Letter[];
  /** Hands a letter to a node, as the provider would; resolves to the body of the reply. */
  send(letter: Letter): Promise<string>;
  close(): Promise<void>;
}

export interface MailRoomOptions {
  /** Where letters go now; null while no node is there. */
  destination(): string | null;
  /** What is appended to a node's address where the sender has appended nothing to ours. */
  path: string;
  /** Told of every letter that was answered with `success`. */
  sawAcknowledged(letter: Letter): Promise<void>;
}

const OUR_PATH = '/notify';
const FORM = 'application/x-www-form-urlencoded; charset=utf-8';

export async function mailRoom({ destination, path, sawAcknowledged }: MailRoomOptions): Promise<MailRoom> {
  const letters: Letter[] = [];

  async function send(letter: Letter): Promise<string> {
    const url = destination();
    if (url === null) throw new Error('no node is there');
    const reply = await post(`${url}${letter.path ?? path}`, letter);
    if (reply === 'success') await sawAcknowledged(letter);
    return reply;
  }

  const server = createServer((request, response) => {
    void receive(request, response).catch(() => response.destroy());
  });
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const appended = (request.url ?? '').slice(OUR_PATH.length);
    const letter = {
      body: await text(request),
      contentType: request.headers['content-type'] ?? FORM,
      ...(appended === '' ? {} : { path: appended }),
    };
    letters.push(letter);
    response.end(await send(letter));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${OUR_PATH}`,
    letters,
    send,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function post(url: string, { body, contentType }: Letter): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
    const request = httpRequest(url, { method: 'POST', headers, agent: false }, (response) => {
      text(response).then(resolve, reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
