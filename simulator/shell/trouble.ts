import type { SandboxReply } from './sandbox';

/** What the sandbox refused, or that it could not be reached. */
export type Unanswered = Exclude<SandboxReply<unknown>, { kind: 'answered' }>;

/** The result code a payment ends with when the sandbox does not make it: no network, or a trade that cannot be paid. */
export function codeOfTrouble(reply: Unanswered): '4000' | '6002' {
  return reply.kind === 'unreachable' ? '6002' : '4000';
}
