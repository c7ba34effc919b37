import type { Method } from '../method';
import { oauthToken } from './oauth-token';
import { tradeClose } from './trade-close';
import { tradeCreate } from './trade-create';
import { tradeQuery } from './trade-query';

/** Everything the gateway can do; any other method is `isv.invalid-method`. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  ['alipay.trade.create', tradeCreate],
  ['alipay.trade.query', tradeQuery],
  ['alipay.trade.close', tradeClose],
  ['alipay.system.oauth.token', oauthToken],
]);
