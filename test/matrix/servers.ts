import type { Node } from './node';

/** Our servers on one database. */
export interface Servers {
  /** The one that phones, Alipay and the timer reach. */
  current(): Node;
  /** One more; the first to be started is the current one. */
  start(): Promise<Node>;
  /** The current one dies, if it has not yet, and another takes its place. */
  replace(): Promise<void>;
  close(): Promise<void>;
}

export function servers(startNode: () => Promise<Node>): Servers {
  const nodes: Node[] = [];
  return {
    current() {
      const [node] = nodes;
      if (!node) throw new Error('no server was started');
      return node;
    },
    async start() {
      const node = await startNode();
      nodes.push(node);
      return node;
    },
    async replace() {
      const [old] = nodes;
      await old?.kill();
      nodes[0] = await startNode();
    },
    close: async () => void (await Promise.all(nodes.map((node) => node.kill()))),
  };
}
