import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { sendReply } from '../fault/send-reply';
import type { Fshows } from './fshows';

const querySchema = v.looseObject({ token: v.string() });

/** Serves the addresses that `fshows.liquidation.finance.downloadbill` gives. What an old one answers is assumed. */
export function fshowsBillDownload(server: FastifyInstance, { bills, faults }: Fshows): void {
  server.get('/finance/:file', async (request, reply) => {
    const query = v.safeParse(querySchema, request.query);
    const bytes = query.success ? bills.fetch(query.output.token) : undefined;
    if (!bytes) return reply.code(403).type('text/plain;charset=utf-8').send('下载链接无效或已过期');
    const manner = await faults.ofFshows.afterwards({ method: 'bill.download', gateway: 'fshows' });
    return sendReply(reply, manner, { headers: { 'content-type': 'text/csv;charset=GBK' }, bytes });
  });
}
