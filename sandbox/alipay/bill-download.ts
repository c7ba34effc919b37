import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { BillDesk } from './bill-desk';

const querySchema = v.looseObject({ token: v.string() });

/** Serves the addresses that `alipay.data.dataservice.bill.downloadurl.query` gives. What an old one answers is assumed. */
export function billDownload(server: FastifyInstance, bills: BillDesk): void {
  server.get('/downloadBillFile.resource', async (request, reply) => {
    const query = v.safeParse(querySchema, request.query);
    const file = query.success ? bills.fetch(query.output.token) : undefined;
    if (!file) return reply.code(403).type('text/plain;charset=utf-8').send('下载链接无效或已过期');
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .send(file.bytes);
  });
}
