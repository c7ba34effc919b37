/** What the test says to a node, and what the node says to the test. */

/** One flow, called as its door would call it. */
export type Command =
  | { flow: 'create'; requestId: string }
  | { flow: 'close'; orderNo: string }
  | { flow: 'notify'; body: string; headers: Record<string, string> }
  | { flow: 'refund'; orderNo: string; requestId: string; refundFen?: number }
  | { flow: 'sweep' };

export interface Order {
  id: number;
  command: Command;
  /** The node's clock stands still at this time. */
  nowMs: number;
  /** Whether crash points are counted from here on, and the node dies at its own. */
  isCounted: boolean;
}

export type News =
  | { id: number; kind: 'replied'; reply: unknown }
  /** The flow threw, as a bug does. */
  | { id: number; kind: 'threw'; message: string }
  /** Nothing that the command began is under way any more; the points that it passed. */
  | { id: number; kind: 'quiet'; points: string[] };

/** How a node reaches its surroundings. */
export interface NodeSettings {
  databaseUrl: string;
  gateway: string;
  appId: string;
  appPrivateKey: string;
  alipayPublicKey: string;
  sellerId: string;
  buyerId: string;
  notifyUrl: string;
  eventsUrl: string;
  eventsSecret: string;
  orderKey: string;
  orderLifetimeMs: number;
}
