import { useEffect, useState } from 'preact/hooks';
import { type SandboxBuyer, sandbox } from './sandbox';

/** The people with a wallet at the sandbox; empty until they are known, and when there is no sandbox. */
export function useBuyers(hasSandbox: boolean): readonly SandboxBuyer[] {
  const [buyers, setBuyers] = useState<readonly SandboxBuyer[]>([]);
  useEffect(() => {
    if (!hasSandbox) return;
    sandbox.buyers().then((reply) => {
      if (reply.kind === 'answered') setBuyers(reply.body.buyers);
    });
  }, [hasSandbox]);
  return buyers;
}
