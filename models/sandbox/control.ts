/** A trade as the sandbox shows it; the amount is yuan as text. */
export interface SandboxTrade {
  totalAmount: string;
  subject: string;
  sellerName: string;
  buyer: { name: string };
}

/** What the sandbox answered; its refusal by name; or no answer. */
export type SandboxReply<Body> =
  | { kind: 'answered'; body: Body }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable' };

/** The part of the sandbox's control API that a buyer's phone stands for (docs/sandbox.md). */
export interface SandboxControl {
  trade(tradeNo: string): Promise<SandboxReply<SandboxTrade>>;
  pay(order: { tradeNo: string; outcome: 'paid' | 'cancelled' }): Promise<SandboxReply<unknown>>;
  authCode(): Promise<SandboxReply<{ authCode: string }>>;
}

/** The control API at an address. */
export function sandboxControl(url: string): SandboxControl {
  return {
    trade: (tradeNo) => call(`${url}/api/trades/${encodeURIComponent(tradeNo)}`),
    pay: (order) => call(`${url}/api/pay`, order),
    authCode: () => call(`${url}/api/auth-codes`, {}),
  };
}

function call<Body>(url: string, order?: object): Promise<SandboxReply<Body>> {
  return new Promise((resolve) =>
    my.request({
      url,
      method: order ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      ...(order && { data: JSON.stringify(order) as never }),
      success: ({ data }) => resolve({ kind: 'answered', body: data as Body }),
      fail: (failure) => resolve(refusalOf(failure)),
    }),
  );
}

/** An HTTP error may carry the body that says why (reference mini-program 5, error 19). */
function refusalOf(failure: unknown): SandboxReply<never> {
  const { error, data } = failure as { error?: unknown; data?: { reason?: unknown } };
  return Number(error) === 19 ? { kind: 'refused', reason: String(data?.reason ?? '') } : { kind: 'unreachable' };
}
