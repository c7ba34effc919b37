/** Why a call was not made, or why its answer says nothing. The first three are the platform's own. */
export type CloudSDKErrorCode =
  /** `cloud.init` has not been called. */
  | 'SYS_INIT'
  /** A parameter that the call cannot do without is missing or empty. */
  | 'NOT_FOUND_PARAM'
  /** A parameter is not what it must be. */
  | 'INVALID_PARAM'
  /** The cloud answered without a result. Whether the call was carried out is not known: ask before repeating it. */
  | 'BAD_ANSWER';

/** Thrown by `init`; calls reject with it. What the cloud itself rejects with is passed on as it comes. */
export class CloudSDKError extends Error {
  readonly errCode: CloudSDKErrorCode;
  /** In words, for developers. */
  readonly errMsg: string;

  constructor(errCode: CloudSDKErrorCode, errMsg: string) {
    super(`${errCode}: ${errMsg}`);
    this.name = 'CloudSDKError';
    this.errCode = errCode;
    this.errMsg = errMsg;
  }
}
