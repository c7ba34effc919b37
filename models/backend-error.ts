/** Why a call brought no answer. In every case it is unknown whether the function ran: retry with the same request. */
export type BackendErrorReason =
  /** Nothing came back in time. */
  | 'timeout'
  /** The network failed, or something that is not our server answered. */
  | 'unreachable'
  /** Alipay's session could not be opened or renewed. */
  | 'not_signed_in'
  /** The platform or the function reported an error of its own. */
  | 'server_failed'
  /** An answer came that is none. */
  | 'bad_answer';

/** A call whose outcome is unknown. */
export class BackendError extends Error {
  constructor(
    readonly reason: BackendErrorReason,
    message: string,
    override readonly cause?: unknown,
  ) {
    super(message);
    this.name = 'BackendError';
  }
}
