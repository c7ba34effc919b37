import type { FunctionContract, FunctionName } from '../contract/requests';
import { BackendError } from './backend-error';
import type { Session } from './session';

/** Typed calls of the cloud functions. */
export interface Backend {
  /** Refusals are replies (`ok: false`); throws {@link BackendError} when the outcome is unknown. */
  call<Name extends FunctionName>(
    name: Name,
    request: FunctionContract[Name]['request'],
  ): Promise<FunctionContract[Name]['reply']>;
}

/** The cloud functions behind a session. */
export function backend(session: Session): Backend {
  return {
    async call<Name extends FunctionName>(name: Name, request: FunctionContract[Name]['request']) {
      const reply = await session.invoke(name, request);
      if (!hasVerdict(reply)) throw new BackendError('bad_answer', `${name} answered outside its contract`);
      return reply as FunctionContract[Name]['reply'];
    },
  };
}

function hasVerdict(reply: unknown): boolean {
  return typeof (reply as { ok?: unknown } | null)?.ok === 'boolean';
}
