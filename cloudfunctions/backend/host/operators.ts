import { createHash, timingSafeEqual } from 'node:crypto';
import type { Operators } from '../flow/ports';

/** Who may operate; with neither, nobody. */
export interface OperatorOptions {
  /** Buyer ids of the people who may operate; the platform's session vouches for them. */
  operatorIds?: readonly string[];
  /** Secret of the merchant's own systems, for hosts where nobody signs in. */
  operatorToken?: string;
}

/** Who may refund. Only a digest of the token is kept, and comparing takes the same time however much of it is right. */
export function operators({ operatorIds = [], operatorToken }: OperatorOptions): Operators {
  const ids = new Set(operatorIds);
  const tokenDigest = operatorToken ? digestOf(operatorToken) : null;
  return {
    recognise({ buyerId, token }) {
      if (tokenDigest && token && timingSafeEqual(digestOf(token), tokenDigest)) return 'operator-token';
      return buyerId && ids.has(buyerId) ? buyerId : null;
    },
  };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
