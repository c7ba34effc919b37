/** The sandbox's control API over HTTP, as anybody's test would use it. */

export interface SandboxTrade {
  tradeNo: string;
  outTradeNo: string;
  status: string;
}

export interface SandboxControl {
  trades(): Promise<SandboxTrade[]>;
  pay(tradeNo: string): Promise<void>;
  authCode(): Promise<string>;
  /** Whether notifies go out; while they do not, they wait. */
  deliverNotifies(deliver: boolean): Promise<void>;
  /** Something goes wrong from now on, by its name in `GET /api/presets`. */
  usePreset(preset: string): Promise<void>;
  /** The same by a rule of one's own (docs/sandbox.md). */
  addFault(rule: Readonly<Record<string, unknown>>): Promise<void>;
  clearFaults(): Promise<void>;
}

/** Speaks to the sandbox at `url`; throws with the answer's text when it refuses. */
export function sandboxControl(url: string): SandboxControl {
  async function call<Answer>(path: string, body?: unknown): Promise<Answer> {
    const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${url}/api/${path}`, { ...request, headers: { 'content-type': 'application/json' } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }
  return {
    trades: async () => (await call<{ trades: SandboxTrade[] }>('trades')).trades,
    pay: async (tradeNo) => void (await call('pay', { tradeNo, outcome: 'paid' })),
    authCode: async () => (await call<{ authCode: string }>('auth-codes', {})).authCode,
    deliverNotifies: async (deliver) => void (await call('notifies/policy', { deliver })),
    usePreset: async (preset) => void (await call('faults/use', { preset })),
    addFault: async (rule) => void (await call('faults', rule)),
    clearFaults: async () => void (await call('faults/clear', {})),
  };
}
