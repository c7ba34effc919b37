import type { FastifyInstance, FastifyReply } from 'fastify';
import * as v from 'valibot';
import type { CallFaults } from '../fault/call-faults';
import { sendReply } from '../fault/send-reply';
import type { BillDesk } from './bill-desk';
import type { AlipayRules } from './rules';

const querySchema = v.looseObject({ token: v.string() });

/** `faults` can strike the download as the call `bill.download`. */
export interface BillDownloadParts {
  bills: BillDesk;
  faults: CallFaults;
  rules: Pick<AlipayRules, 'expiredBillStatus'>;
}

/** Serves the addresses that `alipay.data.dataservice.bill.downloadurl.query` gives. What an old one answers is a rule. */
export function billDownload(server: FastifyInstance, { bills, faults, rules }: BillDownloadParts): void {
  server.get('/downloadBillFile.resource', async (request, reply) => {
    const query = v.safeParse(querySchema, request.query);
    const file = query.success ? bills.fetch(query.output.token) : undefined;
    if (!file) return sendExpired(reply, rules.expiredBillStatus);
    const headers = {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${file.name}"`,
    };
    const manner = await faults.afterwards({ method: 'bill.download' });
    return sendReply(reply, manner, { headers, bytes: file.bytes });
  });
}

const EXPIRED = '下载链接无效或已过期';

/** A success can only be a page for people; whoever expects a zip must look at what came. */
function sendExpired(reply: FastifyReply, status: AlipayRules['expiredBillStatus']): FastifyReply {
  if (status !== 200) return reply.code(status).type('text/plain;charset=utf-8').send(EXPIRED);
  return reply.type('text/html;charset=utf-8').send(`<!doctype html><title>${EXPIRED}</title><p>${EXPIRED}</p>`);
}
