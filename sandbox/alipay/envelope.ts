import type { ReplyManner } from '../fault/reply-manner';

/** Signs the text of a node. */
export type Signer = (node: string) => Promise<string>;

/**
 * The text of an answer. The node comes before its signature, because clients cut it out by what follows it (reference
 * alipay-trade 1.4). Unsigned without `sign`: to an app that is not known Alipay does not sign.
 */
export async function envelope(
  name: string,
  node: string,
  signing: ReplyManner['signing'],
  sign: Signer | undefined,
  strangersSign: Signer,
): Promise<string> {
  const member = `${JSON.stringify(name)}:${node}`;
  if (!sign || signing === 'missing') return `{${member}}`;
  const signature = `"sign":"${await (signing === 'wrong' ? strangersSign : sign)(node)}"`;
  if (signing === 'first') return `{${signature},${member}}`;
  return `{${signing === 'reserialised' ? respelled(name, node) : member},${signature}}`;
}

/** The same JSON in other characters. */
function respelled(name: string, node: string): string {
  return `${JSON.stringify(name)}:${JSON.stringify(JSON.parse(node), undefined, 1)}`;
}
