/**
 * What the cloud knows of the backend it hosts: the context it must give to functions, and what is in it. Taken from the
 * host's description, so that the two cannot drift apart.
 */
import type { FunctionContext } from '../cloudfunctions/backend/host/context';

export type { FunctionContext };
/** `ctx.cloud`: the way to Alipay. */
export type AlipayCloud = FunctionContext['cloud'];
/** `ctx.ports`: store, channels and clock, made once for all functions. */
export type Ports = NonNullable<FunctionContext['ports']>;
export type Clock = Ports['clock'];
export type Meter = NonNullable<Ports['meter']>;
export type Store = Ports['store'];
export type StoredOrder = Parameters<Store['insert']>[0];
export type Merchants = Ports['merchants'];
export type Channels = Merchants[number]['channels'];
