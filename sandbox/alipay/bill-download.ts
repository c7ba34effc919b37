import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { CallFaults } from '../fault/call-faults';
import { sendReply } from '../fault/send-reply';
import type { BillDesk } from './bill-desk';

const querySchema = v.looseObject({ token: v.string() });

/** Serves the addresses that `alipay.data.dataservice.bill.downloadurl.query` gives. What an old one answers is assumed. */
export function billDownload(server: FastifyInstance, bills: BillDesk, faults: CallFaults): void {
  server.get('/downloadBillFile.resource', async (request, reply) => {
    const query = v.safeParse(querySchema, request.query);
    const file = query.success ? bills.fetch(query.output.token) : undefined;
    if (!file) return reply.code(403).type('text/plain;charset=utf-8').send('下载链接无效或已过期');
    const headers = {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${file.name}"`,
    };
    const manner = await faults.afterwards({ method: 'bill.download' });
    return sendReply(reply, manner, { headers, bytes: file.bytes });
  });
}
