import type { MyFailure } from '../faces';

/** Error numbers every `my.*` family shares (reference mini-program 5). */
export const errors = {
  unknown: 1,
  invalidParameter: 2,
  noPermission: 4,
  userCancelled: 11,
  network: 12,
  timeout: 13,
} as const;

/** A failure as mini-program code sees it; families add fields, as `request` adds the reply of the server. */
export function failure<Extra extends object>(error: number, errorMessage: string, extra?: Extra): MyFailure & Extra {
  return { error, errorMessage, ...(extra as Extra) };
}

/** Anything thrown, as a failure: what is none yet is a bug, of the simulator or of a listener, and is shown as one. */
export function asFailure(reason: unknown): MyFailure {
  if (typeof reason === 'object' && reason !== null && 'error' in reason && 'errorMessage' in reason) {
    return reason as MyFailure;
  }
  console.error(reason);
  return failure(errors.unknown, reason instanceof Error ? reason.message : String(reason));
}
