/**
 * The error codes that callers of the cloud can meet (reference serverless-platform 1.7). The last four are ours: the
 * platform's own codes for these cases are not known.
 */
export type PlatformErrorCode =
  /** The token is missing, unknown or expired; the client SDK signs in again. */
  | 'GATEWAY_INVALID_TOKEN'
  | 'SignatureNotMatch'
  | 'MissingMethod'
  | 'InvalidMethod.Format'
  | 'MissingParams'
  | 'InvalidParams.Format'
  | 'InvalidBody.Format'
  | 'InvalidSpaceId.NotFound'
  /** A parameter of the method has a wrong value. */
  | 'ParamInvalid'
  /** The function threw, failed to load or returned something that is not JSON. */
  | 'FunctionBizError'
  /** The function was ended while it ran. */
  | 'FunctionServerError'
  /** The function took more memory than it may have. */
  | 'FunctionResourceExhausted'
  /** Something outside failed; the call may be repeated. */
  | 'InternalBizError'
  | 'InternalServerError'
  /** The caller asks more than its share; it may ask again in a moment. */
  | 'Throttling.Api'
  | 'InvalidRequestContentType'
  | 'InvalidComposedResponseBody'
  | 'RequestContentLength.Exceeded'
  | 'ResponseContentLength.Exceeded'
  /** The function did not answer in time; what it does may still happen. */
  | 'RequestTimeout'
  /** The timestamp of a signed request is too far from the clock here. */
  | 'InvalidTimestamp.Expired'
  | 'FunctionNotFound'
  | 'HttpTrigger.NotFound'
  | 'HttpTrigger.MethodNotAllowed';

/** An answer of the platform that is an error. Its message is for developers and is sent to the caller. */
export class PlatformError extends Error {
  readonly code: PlatformErrorCode;

  /** `options.cause` is for the log only. */
  constructor(code: PlatformErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlatformError';
    this.code = code;
  }
}

/**
 * The reply body for an error. There is no other place that writes one: a body with `error: null` or a text as error
 * would be read as success by the client SDK (reference serverless-platform 1.5).
 */
export function errorBody(error: PlatformError): string {
  return JSON.stringify({ success: false, error: { code: error.code, message: error.message } });
}

/** The reply body for a result given as JSON text; no `data` at all when the function returned nothing. */
export function successBody(resultJson: string | undefined): string {
  return resultJson === undefined ? '{"success":true}' : `{"success":true,"data":${resultJson}}`;
}
