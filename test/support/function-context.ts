import type { AlipayCloud } from '../../cloudfunctions/backend/channel/alipay/cloud';
import type { CallerProfile, FunctionContext } from '../../cloudfunctions/backend/host/context';
import { BUYER, type TestBackend } from './backend';

export interface CallOptions {
  args?: unknown;
  /** What the session says about the caller; signed in as {@link BUYER} by default. */
  profile?: unknown;
  /** Where the call comes from: client, function, server, http or timing. */
  source?: string;
  /** The caller's address, as the host tells it. */
  clientIp?: string;
}

/** What a function is given when it is called. A logger or a cloud that is used would be a fault, so there is none. */
export function aContext(backend: TestBackend, options: CallOptions = {}): FunctionContext {
  const { profile = { user: { userId: 'platform-id', oAuthUserId: BUYER.id } }, source = 'client', clientIp } = options;
  return {
    args: 'args' in options ? options.args : {},
    env: { MP_SOURCE: source, MP_CLIENT_IP: clientIp },
    logger: {} as FunctionContext['logger'],
    cloud: {} as AlipayCloud,
    mpserverless: { user: { getInfo: async () => profile as CallerProfile } },
    ports: backend.ports,
  };
}
