import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { verifyEvent } from '../../cloudfunctions/backend/host/event-signature';

/** An event as it arrived, copies included. */
export interface Delivery {
  eventId: string;
  type: string;
  text: string;
}

/** What stands before and behind the backend on the merchant's side: the address of notifies, and the receiver of events. */
export interface MerchantServer {
  notifyUrl: string;
  eventsUrl: string;
  /** Everything that was confirmed, in the order of arrival. */
  deliveries: Delivery[];
  /** False answers every event with an error. */
  confirms: boolean;
  close(): Promise<void>;
}

export interface MerchantServerOptions {
  /** Hands a notify to the backend; resolves to the text of the reply, or to undefined when nobody replies. */
  notify(body: string, headers: Record<string, string>): Promise<string | undefined>;
  eventsSecret: string;
  nowMs(): number;
}

export async function merchantServer({ notify, eventsSecret, nowMs }: MerchantServerOptions): Promise<MerchantServer> {
  async function takeNotify(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await notify(await text(request), request.headers as Record<string, string>);
    if (reply === undefined) response.destroy();
    else response.end(reply);
  }

  async function takeEvent({ headers }: IncomingMessage, body: string): Promise<number> {
    const verdict = verifyEvent({ body, headers, secret: eventsSecret, nowMs: nowMs() });
    if (!verdict.ok) return 401;
    if (!self.confirms) return 503;
    const { eventId, type } = JSON.parse(body) as Delivery;
    self.deliveries.push({ eventId, type, text: body });
    return 204;
  }

  const server = createServer((request, response) => {
    const work =
      request.url === '/events'
        ? text(request)
            .then((body) => takeEvent(request, body))
            .then((status) => response.writeHead(status).end())
        : takeNotify(request, response);
    work.catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const self: MerchantServer = {
    notifyUrl: `${url}/notify`,
    eventsUrl: `${url}/events`,
    deliveries: [],
    confirms: true,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}
