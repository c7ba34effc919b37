import * as v from 'valibot';
import type { Control } from './control';
import { backfillInput, id, listInput, policyInput } from './input-schemas';
import { notifyReply, policyReply } from './reply-schemas';
import { get, post, type Route } from './route';

/** What merchants are told, and telling it again. */
export function notifyRoutes(control: Control): Route[] {
  const notifies = v.object({ notifies: v.array(notifyReply) });
  return [
    get('/api/notifies', {
      summary: 'Notifies, newest first, with every delivery and why it failed',
      input: listInput,
      reply: notifies,
      handle: ({ limit }) => ({ notifies: control.notifies(limit) }),
    }),
    get('/api/notifies/policy', {
      summary: 'Whether notifies are delivered, and which events are told',
      reply: policyReply,
      handle: control.notifyPolicy,
    }),
    post('/api/notifies/policy', {
      summary: 'Holds notifies back or lets them go, and switches which events are told',
      input: policyInput,
      reply: policyReply,
      handle: control.setNotifyPolicy,
    }),
    post('/api/notifies/replay', {
      summary: 'Sends the bytes of a notify’s last delivery once more',
      input: v.object({ notifyId: id }),
      reply: notifyReply,
      refusals: ['notify_not_found', 'notify_not_sent'],
      handle: ({ notifyId }) => control.replayNotify(notifyId),
    }),
    post('/api/notifies/backfill', {
      summary: 'Sends everything made since a moment that was never acknowledged',
      input: backfillInput,
      reply: notifies,
      handle: (since) => ({ notifies: control.backfillNotifies(since) }),
    }),
    get('/api/notifies/{notifyId}', {
      summary: 'One notify',
      input: v.object({ notifyId: v.string() }),
      reply: notifyReply,
      refusals: ['notify_not_found'],
      handle: ({ notifyId }) => control.notify(notifyId),
    }),
  ];
}
