import type { KeyObject } from 'node:crypto';
import type { NotifyManner } from '../fault/notify-faults';
import { strangersKey } from '../fault/strangers-key';
import { rsaSign, type SignType } from '../rsa';
import { signingString } from '../signing-string';

/** What is posted at one moment, byte for byte. */
export interface NotifyBody {
  body: string;
  contentType: string;
}

export const FORM_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

/** The parameters signed, corrupted and encoded as faults say. */
export async function sentBody(
  parameters: readonly [string, string][],
  manner: NotifyManner,
  signType: SignType,
  privateKey: KeyObject,
): Promise<NotifyBody> {
  const signed = [...parameters, ...(await signature(parameters, manner, signType, privateKey))];
  const sent = signed.map(([name, value]): [string, string] => [
    name,
    name === manner.corruptParameter ? `${value}0` : value,
  ]);
  return encoded(sent, manner);
}

async function signature(
  parameters: readonly [string, string][],
  { signing }: NotifyManner,
  signType: SignType,
  privateKey: KeyObject,
): Promise<[string, string][]> {
  if (signing === 'missing') return [];
  const content = Buffer.from(signingString(parameters, ['sign_type']));
  const key = signing === 'forged' ? await strangersKey() : privateKey;
  return [['sign', await rsaSign(content, key, signType)]];
}

function encoded(parameters: [string, string][], { encoding, contentType }: NotifyManner): NotifyBody {
  if (encoding === 'json') {
    return { body: JSON.stringify(Object.fromEntries(parameters)), contentType: contentType ?? 'application/json' };
  }
  const form = new URLSearchParams(parameters).toString();
  const body = encoding === 'base64' ? Buffer.from(form).toString('base64') : form;
  return { body, contentType: contentType ?? FORM_TYPE };
}
