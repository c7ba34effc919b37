import type { FaultBook, FaultSubject } from './fault-book';
import { isNotifyFault, type NotifyFaultRule } from './fault-rule';

/** How one delivery leaves when faults have a hand in it. */
export interface NotifyManner {
  isDropped: boolean;
  delayMs: number;
  /** Waits for another notify of the same trade, but no longer than this. */
  awaitsAnotherMs?: number;
  copies: number;
  /** Parameters changed, added, or with null removed before signing. */
  fields: Readonly<Record<string, string | null>>;
  signing: 'genuine' | 'forged' | 'missing';
  /** What is said of the signature; the gateway's usual name when absent. */
  signType?: string;
  /** Altered after signing. */
  corruptParameter?: string;
  contentType?: string;
  encoding: 'form' | 'json' | 'base64';
  faultIds: readonly string[];
}

/** As a delivery leaves when nothing is wrong. */
export const USUAL_MANNER: NotifyManner = {
  isDropped: false,
  delayMs: 0,
  copies: 1,
  fields: {},
  signing: 'genuine',
  encoding: 'form',
  faultIds: [],
};

/** What the desk of notifies asks of the rules. */
export interface NotifyFaults {
  /** What rules make of the delivery that is about to leave. */
  forNotify(notify: FaultSubject & { cause: string }): NotifyManner;
}

/** Asking counts as a match, so the desk asks once for each delivery. Several rules can strike the same one. */
export function notifyFaults(book: FaultBook): NotifyFaults {
  return {
    forNotify(notify) {
      const isOurs = isNotifyFault((rule) => rule.cause === undefined || rule.cause === notify.cause);
      let manner = USUAL_MANNER;
      for (const { rule, id } of book.strikes(isOurs, notify)) {
        manner = { ...manner, ...changeBy(rule, manner), faultIds: [...manner.faultIds, id] };
      }
      return manner;
    },
  };
}

function changeBy(rule: NotifyFaultRule, { fields }: NotifyManner): Partial<NotifyManner> {
  switch (rule.kind) {
    case 'notify_drop':
      return { isDropped: true };
    case 'notify_delay':
      return { delayMs: rule.delayMs };
    case 'notify_reorder':
      return { awaitsAnotherMs: rule.delayMs };
    case 'notify_duplicate':
      return { copies: rule.copies };
    case 'notify_corrupt':
      return { corruptParameter: rule.parameter };
    case 'notify_change':
      return { fields: { ...fields, ...rule.fields } };
    case 'notify_forge':
      return { fields: { ...fields, ...rule.fields }, signing: 'forged' };
    case 'notify_unsigned':
      return { signing: 'missing' };
    case 'notify_sign_type':
      return { signType: rule.signType };
    case 'notify_content_type':
      return { contentType: rule.contentType };
    case 'notify_encoding':
      return { encoding: rule.encoding };
  }
}
