import type { OperatorRefusalReason, Refused } from '../../../contract/errors';
import type { RefundAskListReply } from '../../../contract/operator';
import { operatorViewOf } from '../order/operator-view';
import { pageRequestSchema, parseRequest } from './parse-request';
import { merchantNameOf, type Ports, pageSizeOf } from './ports';

/** Orders whose buyers want money back and have no answer yet, for operators, the oldest wish first, as the store knows them. */
export async function listRefundAsks(
  ports: Ports,
  _operator: string,
  args: unknown,
): Promise<RefundAskListReply | Refused<OperatorRefusalReason>> {
  const request = parseRequest(pageRequestSchema, args);
  if (!request.ok) return request;
  const page = await ports.store.listRefundAsks(pageSizeOf(ports), request.value.cursor);
  const nowMs = ports.clock.nowMs();
  return {
    ok: true,
    orders: page.orders.map((order) => operatorViewOf(order, merchantNameOf(ports, order), nowMs)),
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    serverNowMs: nowMs,
  };
}
