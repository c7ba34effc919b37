/** A buyer of the sandbox, as its control API shows it. */
export interface SandboxBuyer {
  buyerId: string;
  name: string;
  /** Masked login name. */
  logonId: string;
  isEnabled: boolean;
}

/** A trade of the sandbox, as its control API shows it; amounts are yuan as text. */
export interface SandboxTrade {
  tradeNo: string;
  outTradeNo: string;
  status: string;
  totalAmount: string;
  subject: string;
  sellerName: string;
  buyer: SandboxBuyer;
}

/** An answer of the sandbox, its refusal in its own words, or no answer. */
export type SandboxReply<Body> =
  | { kind: 'answered'; body: Body }
  | { kind: 'refused'; reason: string; message: string }
  | { kind: 'unreachable' };

/** The sandbox's control API, reached through the simulator's server. */
export const sandbox = {
  buyers: () => call<{ buyers: SandboxBuyer[] }>('buyers'),
  trade: (tradeNo: string) => call<SandboxTrade>(`trades/${encodeURIComponent(tradeNo)}`),
  pay: (order: { tradeNo: string; buyerId?: string; outcome: 'paid' | 'cancelled' }) => call<unknown>('pay', order),
};

async function call<Body>(path: string, order?: object): Promise<SandboxReply<Body>> {
  const init = order && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  };
  try {
    const reply = await fetch(`/__simulator/sandbox/${path}`, init);
    const body = await reply.json();
    if (reply.ok) return { kind: 'answered', body };
    if (reply.status === 502) return { kind: 'unreachable' };
    return { kind: 'refused', reason: String(body.reason ?? reply.status), message: String(body.message ?? '') };
  } catch {
    return { kind: 'unreachable' };
  }
}
