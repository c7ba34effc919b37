import iconv from 'iconv-lite';

/**
 * The parameters in a body that is no form: the texts of a multipart body, the scalar members of a JSON object. None in
 * anything else, and in what is broken.
 */
export async function otherParameters(
  { contentType = '', body }: { contentType?: string; body?: Buffer },
  charset: string,
): Promise<[string, string][]> {
  if (!body) return [];
  const text = iconv.decode(body, charset);
  try {
    if (/^application\/json\b/i.test(contentType)) return scalars(JSON.parse(text));
    return /^multipart\/form-data\b/i.test(contentType) ? await multipartTexts(text, contentType) : [];
  } catch {
    return [];
  }
}

async function multipartTexts(text: string, contentType: string): Promise<[string, string][]> {
  // The platform's parser knows UTF-8 only.
  const form = await new Response(text, { headers: { 'content-type': contentType } }).formData();
  return [...form].filter((part): part is [string, string] => typeof part[1] === 'string');
}

function scalars(json: unknown): [string, string][] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
  return Object.entries(json).flatMap(([name, value]): [string, string][] =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
  );
}
