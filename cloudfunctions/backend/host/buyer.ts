import { isIP } from 'node:net';
import type { Buyer } from '../order/order';
import type { CallerProfile, FunctionContext } from './context';

/** Calls that no person's session is behind: to ask for one fails there. */
const WITHOUT_SESSION = new Set(['http', 'server', 'timing']);

/**
 * Who is calling, from the session and never from the arguments; null when the session does not say. The SDKs of server and
 * client wrap the profile differently (reference serverless-platform 2).
 */
export async function buyerOf(ctx: FunctionContext): Promise<Buyer | null> {
  if (WITHOUT_SESSION.has(ctx.env.MP_SOURCE ?? '')) return null;
  const profile: CallerProfile | null | undefined = await ctx.mpserverless.user.getInfo();
  const id = (profile?.user ?? profile?.result?.user)?.oAuthUserId;
  return typeof id === 'string' && id !== '' ? { kind: kindOf(id), id } : null;
}

/**
 * The network address the buyer calls from, as the host vouches for it; absent where it does not tell one. Of a mapped address the IPv4
 * inside. Private and loopback addresses are told like any other: what they are worth is for the provider to judge, and a shop that is
 * tried on one machine has no others.
 */
export function buyerIpOf({ env }: FunctionContext): string | undefined {
  // A zone belongs to our machine, not to the buyer.
  const address = (env.MP_CLIENT_IP ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(address) === 0 ? undefined : address;
}

/** A user id is 2088 and twelve digits; newer apps know buyers by an open id instead (reference alipay-trade 2.1, 2.8). */
function kindOf(id: string): Buyer['kind'] {
  return /^2088\d{12}$/.test(id) ? 'user_id' : 'open_id';
}
