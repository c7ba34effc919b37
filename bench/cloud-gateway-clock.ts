import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** How long requests of this process were on the wire or with others, from the first byte written; for one at a time. */
export interface GatewayClock {
  begin(): void;
  waitedMs(): number;
  stop(): void;
}

/** Listens to what undici, which the official SDK sends with, says of its requests. */
export function gatewayClock(): GatewayClock {
  let sentMs = 0;
  let waitedMs = 0;
  const sent = () => {
    sentMs = performance.now();
  };
  const answered = () => {
    waitedMs += performance.now() - sentMs;
  };
  subscribe('undici:client:sendHeaders', sent);
  subscribe('undici:request:headers', answered);
  return {
    begin: () => {
      waitedMs = 0;
    },
    waitedMs: () => waitedMs,
    stop() {
      unsubscribe('undici:client:sendHeaders', sent);
      unsubscribe('undici:request:headers', answered);
    },
  };
}
