import { useEffect, useRef, useState } from 'preact/hooks';
import { faultsInForce, type TradePreset, tradePresets } from './fault-presets';
import { type SandboxFault, type SandboxPreset, type SandboxReply, type SandboxTrade, sandbox } from './sandbox';
import { texts } from './texts';

const words = texts.cashier.faults;

/** The sandbox's faults as they concern one trade. Faults are the developer's: the phone's own network is no part of it. */
export function useFaultPresets({ gateway, tradeNo, outTradeNo }: SandboxTrade) {
  /** Undefined until the sandbox has told, and for good when it has none. */
  const [presets, setPresets] = useState<readonly SandboxPreset[]>();
  const [faults, setFaults] = useState<readonly SandboxFault[]>([]);
  const [trouble, setTrouble] = useState<string>();
  /** One question at a time, so that a double click does not use a preset twice. */
  const isAsking = useRef(false);

  const read = async () => {
    const [named, listed] = await Promise.all([sandbox.presets(), sandbox.faults()]);
    if (named.kind === 'refused' && named.status === 404) return;
    if (listed.kind === 'answered') setFaults(listed.body.faults);
    setPresets(named.kind === 'answered' ? named.body.presets : []);
    setTrouble(wordsOf(named) ?? wordsOf(listed));
  };
  useEffect(() => void read(), [tradeNo]);

  const ask = async (question: () => Promise<SandboxReply<{ faults: SandboxFault[] }>>, known: typeof faults) => {
    if (isAsking.current) return;
    isAsking.current = true;
    const reply = await question();
    isAsking.current = false;
    if (reply.kind === 'answered') setFaults([...known, ...reply.body.faults]);
    setTrouble(wordsOf(reply));
  };
  return {
    presets: presets && tradePresets(presets, gateway),
    inForce: faultsInForce(presets ?? [], faults, { tradeNo, outTradeNo }),
    trouble,
    use: ({ name, isGlobal }: TradePreset) =>
      ask(() => sandbox.usePreset(isGlobal ? { preset: name } : { preset: name, tradeNo }), faults),
    clear: () => ask(sandbox.clearFaults, []),
  };
}

function wordsOf(reply: SandboxReply<unknown>): string | undefined {
  if (reply.kind === 'answered') return undefined;
  if (reply.kind === 'unreachable') return words.unreachable;
  return words.refusals[reply.reason] ?? `${words.refused}: ${reply.message} (${reply.reason})`;
}
