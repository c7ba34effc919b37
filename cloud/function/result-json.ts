/** The result of a function as JSON text, undefined when it returned nothing. Throws an Error that says why it is none. */
export function resultJson(result: unknown): string | undefined {
  try {
    return JSON.stringify(result);
  } catch (error) {
    const [reason = ''] = String((error as { message?: unknown } | null)?.message ?? error).split('\n', 1);
    throw new Error(`The result of the function is not JSON: ${reason}`);
  }
}
