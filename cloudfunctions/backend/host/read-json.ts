import * as v from 'valibot';

/** JSON by a schema; the fault names the place. */
export function readJson<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
): { ok: true; value: v.InferOutput<Schema> } | { ok: false; fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, fault: 'is not JSON' };
  }
  const result = v.safeParse(schema, json);
  if (result.success) return { ok: true, value: result.output };
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  return { ok: false, fault: path === null ? issue.message : `${path}: ${issue.message}` };
}
