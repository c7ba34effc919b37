import { createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import MPServerless from '@alicloud/mpserverless-node-sdk';
import {
  type Command,
  type DocumentsOptions,
  Refusal,
  type ServerlessDocuments,
  serverlessDocuments,
} from './serverless-database-documents';

/** What goes wrong with a command, seen from the caller; `done` says whether it took place all the same. */
export type DatabaseFault =
  | 'refused' // answered with an error, not done
  | 'failed' // answered with an error, done
  | 'lost' // connection cut, not done
  | 'reply_lost' // connection cut, done
  | 'repeated' // sent twice on the way; both done, answered for the second
  | 'echoed' // done and answered, and done again when the test lets it land
  | 'unconfirmed' // done, answered without a word of success
  | 'late'; // connection cut, done when the test lets it land

export interface ServerlessDatabase {
  /** `ctx.mpserverless.db` as a cloud function has it: the real SDK, over a socket, with a real signature. */
  db: MPServerless['db'];
  /** The same from a caller whose key is not the space's. */
  strangersDb: MPServerless['db'];
  documents: ServerlessDocuments;
  /** Does this to the next command of that name. */
  fail(command: string, fault: DatabaseFault): void;
  /** Lets every late command take place now, in the order they came. */
  land(): Promise<void>;
  /** Names of the commands that came, since the last call. */
  commands(): string[];
  close(): Promise<void>;
}

const SPACE_ID = 'space-of-the-tests';
/** None of the faults takes time; this is for a machine that is busy. */
const TIMEOUT_MS = 20_000;

/** The platform's database behind `POST /server` (reference serverless-platform 2), on a free loopback port. */
export async function serverlessDatabase(options: DocumentsOptions = {}): Promise<ServerlessDatabase> {
  const documents = serverlessDocuments(options);
  const { publicKey, privateKey } = keyPair();
  const faults: { command: string; fault: DatabaseFault }[] = [];
  const late: (() => Promise<unknown>)[] = [];
  const seen: string[] = [];

  async function answer(command: Command, response: ServerResponse): Promise<void> {
    seen.push(command.command);
    const index = faults.findIndex((rule) => rule.command === command.command);
    const fault = index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
    const run = () => documents.execute(command);
    if (fault === 'late' || fault === 'echoed') late.push(run);
    if (fault === 'refused') throw new Refusal('InternalServerError', 'refused by the test');
    if (fault === 'lost' || fault === 'late') return void response.destroy();
    if (fault === 'repeated') await run();
    const data = await run();
    if (fault === 'failed') throw new Refusal('InternalServerError', 'failed by the test');
    if (fault === 'reply_lost') return void response.destroy();
    send(response, fault === 'unconfirmed' ? { data: { result: data.result } } : { success: true, data });
  }

  const server = createServer(async (request, response) => {
    try {
      await answer(await readCommand(request, publicKey), response);
    } catch (error) {
      const { code = 'InternalServerError', message } = error as Partial<Refusal>;
      send(response, { success: false, error: { code, message } });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    db: client(endpoint, privateKey).db,
    strangersDb: client(endpoint, keyPair().privateKey).db,
    documents,
    fail: (command, fault) => void faults.push({ command, fault }),
    async land() {
      for (const run of late.splice(0)) await run().catch(refusedToNobody);
    },
    commands: () => seen.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

// --- Internal helpers ---

/** Whoever sent it does not listen any more. */
function refusedToNobody(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

/** Short keys: the tests sign thousands of requests, and nothing here is worth stealing. */
function keyPair() {
  return generateKeyPairSync('rsa', { modulusLength: 1024 });
}

function client(endpoint: string, privateKey: KeyObject): MPServerless {
  const serverSecret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return new MPServerless({ spaceId: SPACE_ID, serverSecret, endpoint, timeout: TIMEOUT_MS } as never);
}

async function readCommand(request: IncomingMessage, publicKey: KeyObject): Promise<Command> {
  const body = JSON.parse(await text(request)) as Record<string, string>;
  if (request.method !== 'POST' || !/^\/+server$/.test(request.url ?? ''))
    throw new Refusal('InvalidMethod', 'no door');
  if (body.spaceId !== SPACE_ID) throw new Refusal('InvalidSpaceId.NotFound', 'no such space');
  const signed = ['method', 'params', 'spaceId', 'timestamp', 'token', 'userId'].filter((name) => body[name]);
  const line = signed.map((name) => `${name}=${body[name]}`).join('&');
  const signature = String(request.headers['x-serverless-sign']);
  if (!createVerify('RSA-MD5').update(line).verify(publicKey, signature, 'hex')) {
    throw new Refusal('SignatureNotMatch', 'the signature does not match');
  }
  if (body.method !== 'serverless.db.default.execute') throw new Refusal('InvalidMethod.Format', 'not a database call');
  return JSON.parse(String(body.params)) as Command;
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'one' }).end(JSON.stringify(body));
}
