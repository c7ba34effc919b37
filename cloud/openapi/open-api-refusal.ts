/** Why a call to Alipay was not even tried. */
export type OpenApiRefusalCode =
  /** The method or its parameters are none that can be sent. */
  | 'INVALID_PARAM'
  /** Not for callers of this kind. */
  | 'METHOD_NOT_ALLOWED';

/** A call that was not sent, so nothing has happened. The caller reads `code:message` (reference serverless-platform 1.7). */
export class OpenApiRefusal extends Error {
  readonly code: OpenApiRefusalCode;

  constructor(code: OpenApiRefusalCode, message: string) {
    super(message);
    this.name = 'OpenApiRefusal';
    this.code = code;
  }
}
