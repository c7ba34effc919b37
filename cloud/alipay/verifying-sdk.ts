import { type KeyObject, verify } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { AlipaySdk, type AlipaySdkConfig } from 'alipay-sdk';

/** An answer that arrived whole but that nobody vouches for. */
export class UnverifiedAnswer extends Error {
  /** What it says, in Alipay's own spelling. Never to be taken as a success. */
  readonly node: Record<string, unknown>;
  readonly traceId: string | undefined;

  constructor(node: Record<string, unknown>, traceId: string | undefined) {
    super('the signature of the answer is missing or wrong');
    this.name = 'UnverifiedAnswer';
    this.node = node;
    this.traceId = traceId;
  }
}

/**
 * The official SDK with its verification made strict. As published it throws a TypeError on an unsigned answer, looks
 * for the signed text of an `error_response` under the wrong name, and checks a different piece of text than the one it
 * then reads (reference alipay-trade 1.5). Here every answer is either proved to be what is read, or an
 * UnverifiedAnswer.
 */
export class VerifyingSdk extends AlipaySdk {
  readonly #alipayKey: KeyObject;

  constructor(config: AlipaySdkConfig, alipayKey: KeyObject) {
    super(config);
    this.#alipayKey = alipayKey;
  }

  /** Called by `exec` with what came, before it is read. */
  override checkResponseSign(text: string, responseKey: string, sign: unknown, traceId: string): void {
    const answer = JSON.parse(text) as Record<string, Record<string, unknown>>;
    const nodeName = answer[responseKey] ? responseKey : 'error_response';
    const node = answer[nodeName] ?? {};
    if (typeof sign !== 'string' || !this.#proves(text, nodeName, node, sign))
      throw new UnverifiedAnswer(node, traceId);
  }

  /**
   * The signed text is cut out of the answer, while the values come from parsing it; an answer with the same name
   * twice would make these two differ, so they are compared.
   */
  #proves(text: string, nodeName: string, node: Record<string, unknown>, sign: string): boolean {
    const signed = this.getSignStr(text, nodeName);
    const signature = Buffer.from(sign, 'base64');
    if (!verify('RSA-SHA256', Buffer.from(signed, 'utf8'), this.#alipayKey, signature)) return false;
    return isDeepStrictEqual(JSON.parse(signed), node);
  }
}
