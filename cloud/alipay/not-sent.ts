/** Failures that can only come before there is a connection, so that nothing of a request can have been sent. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Whether a call of the official SDK verifiably never left us. Its HTTP client sends again by itself after a broken connection: a
 * failure to connect the second time says nothing about the first, so only first tries count.
 */
export function wasNotSent(error: unknown): boolean {
  const { cause } = (error ?? {}) as { cause?: { code?: unknown; res?: { socketErrorRetries?: unknown } } };
  return NO_CONNECTION.has(String(cause?.code)) && cause?.res?.socketErrorRetries === 0;
}
