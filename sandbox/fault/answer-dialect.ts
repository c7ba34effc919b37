import type { FaultSubject } from './fault-book';
import type { CallFaultRule } from './fault-rule';
import type { ReplyManner } from './reply-manner';

/** How one gateway's answers can be wrong; kinds of faults it has no words for do not concern its calls. */
export interface AnswerDialect<Answer> {
  /** What the names of all its methods begin with. */
  methodPrefix: string;
  /** Stands where no answer is sent. */
  nothing: Answer;
  concerns(kind: CallFaultRule['kind']): boolean;
  /** The numbers of the trade that an answer is about: a merchant who named it by one is answered with others. */
  numbersIn(answer: Answer): FaultSubject;
  /** The answer as the rule wants it, and how it is to be signed; undefined for kinds that leave both as they are. */
  altered(rule: CallFaultRule, answer: Answer): { answer: Answer; signing?: ReplyManner['signing'] } | undefined;
}

/** Members changed, added, or with null removed; all but those to keep removed before. */
export function changedMembers(
  members: Readonly<Record<string, unknown>>,
  { fields, keep }: { fields: Readonly<Record<string, string | null>>; keep?: readonly string[] },
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(members).filter(([name]) => keep === undefined || keep.includes(name));
  const changed = Object.entries({ ...Object.fromEntries(kept), ...fields });
  return Object.fromEntries(changed.filter(([, value]) => value !== null));
}
