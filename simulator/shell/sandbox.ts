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
  /** Which of the sandbox's gateways it was made at; one that has one only does not say. */
  gateway?: string;
  tradeNo: string;
  outTradeNo: string;
  status: string;
  totalAmount: string;
  subject: string;
  sellerName: string;
  buyer: SandboxBuyer;
}

/** Something that can go wrong, by the name people call it. */
export interface SandboxPreset {
  name: string;
  title: string;
  titleZh: string;
  rules: readonly Readonly<Record<string, unknown>>[];
}

/** A fault rule of the sandbox with its defaults filled in. */
export interface SandboxFault extends Readonly<Record<string, unknown>> {
  id: string;
  tradeNo?: string;
  outTradeNo?: string;
  /** It has struck as often as it may. */
  isSpent: boolean;
}

/** An answer of the sandbox, its refusal in its own words, or no answer. */
export type SandboxReply<Body> =
  | { kind: 'answered'; body: Body }
  | { kind: 'refused'; status: number; reason: string; message: string }
  | { kind: 'unreachable' };

/** The sandbox's control API, reached through the simulator's server. */
export const sandbox = {
  buyers: () => call<{ buyers: SandboxBuyer[] }>('buyers'),
  trade: (tradeNo: string) => call<SandboxTrade>(`trades/${encodeURIComponent(tradeNo)}`),
  pay: (order: { tradeNo: string; buyerId?: string; outcome: 'paid' | 'cancelled' }) => call<unknown>('pay', order),
  presets: () => call<{ presets: SandboxPreset[] }>('presets'),
  faults: () => call<{ faults: SandboxFault[] }>('faults'),
  /** For the trade alone, or without one for everything; answers with the rules it added. */
  usePreset: (order: { preset: string; tradeNo?: string }) => call<{ faults: SandboxFault[] }>('faults/use', order),
  clearFaults: () => call<{ faults: SandboxFault[] }>('faults/clear', {}),
};

async function call<Body>(path: string, order?: object): Promise<SandboxReply<Body>> {
  const init = order && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  };
  try {
    const reply = await fetch(`/__simulator/sandbox/${path}`, init);
    if (reply.ok) return { kind: 'answered', body: await reply.json() };
    if (reply.status === 502) return { kind: 'unreachable' };
    const { status } = reply;
    const body = await reply.json().catch(() => ({}));
    return { kind: 'refused', status, reason: String(body.reason ?? status), message: String(body.message ?? '') };
  } catch {
    return { kind: 'unreachable' };
  }
}
