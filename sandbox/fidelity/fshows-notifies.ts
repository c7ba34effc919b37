import type { FshowsRuleName } from '../fshows/rules';
import type { Behaviour } from './behaviour';

/** What Fshows' providers are told by themselves. */
export const FSHOWS_NOTIFIES: readonly Behaviour<FshowsRuleName>[] = [
  {
    id: 'fshows-notify-signature',
    behaviour:
      'A notify is signed by the platform with SHA1withRSA over its values without sign and sign_type; no value is blank.',
    basis: 'observed',
    source: 'Two captured notifies of other channels, verified against the published key (7); test vector B',
    test: 'is a form of what clients read, signed by the platform and blank nowhere',
  },
  {
    id: 'fshows-notify-address',
    behaviour: 'Without notify_url the app’s own address is told, where it has one.',
    basis: 'documented',
    source: 'The document’s table (5)',
    test: 'goes to the provider’s own address when the trade names none, and to nobody without one',
  },
  {
    id: 'fshows-notify-fees',
    behaviour: 'The notify of a payment tells rates and fees.',
    basis: 'assumed',
    source: 'Rates are read by clients; fees are seen in other channels’ notifies (7)',
    test: 'notifiesFees: tells the fees beside the rates, or the rates alone',
    rule: 'notifiesFees',
  },
  {
    id: 'fshows-notify-causes',
    behaviour: 'Payments alone are told.',
    basis: 'assumed',
    source: 'No other notify is known (7)',
    test: 'notifyCauses: tells of payments only, or of what it says, with the status there is',
    rule: 'notifyCauses',
  },
  {
    id: 'fshows-notify-retries',
    behaviour: 'What is not acknowledged comes again after 10, 30 and 60 seconds.',
    basis: 'assumed',
    source: 'How often and when is not known (7)',
    test: 'notifyRetryGapsMs: comes again after 10, 30 and 60 seconds, or as it says, and no more',
    rule: 'notifyRetryGapsMs',
  },
  {
    id: 'fshows-notify-reply',
    behaviour: 'success acknowledges, also with white space around it.',
    basis: 'assumed',
    source: 'Two lineages of clients answer success (7)',
    test: 'trimsAcknowledgement: the reply %j is taken (%j), or without white space only (%j)',
    rule: 'trimsAcknowledgement',
  },
  {
    id: 'fshows-notify-timeout',
    behaviour: 'A receiver has ten seconds.',
    basis: 'assumed',
    source: 'Not known',
    test: 'notifyTimeoutMs: a reply that does not come in time counts as none',
    rule: 'notifyTimeoutMs',
  },
];
