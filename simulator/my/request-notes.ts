import { nowMs } from '../clock';
import { type RequestEntry, requestJournal } from '../journal';
import type { CallOptions } from './async-call';

function asText(data: unknown): string {
  if (data === undefined || data === null) return '';
  if (typeof data === 'string') return data;
  try {
    return JSON.stringify(data);
  } catch {
    return String(data);
  }
}

/** Status and data of an answer, or of the failure that carries one. */
function received(answer: unknown): { status: number | null; received: unknown } {
  const { status = null, data } = (answer ?? {}) as { status?: number; data?: unknown };
  return { status, received: data };
}

/** Makes a call and writes it down: when it begins, and how it ended. */
export async function noted(options: CallOptions, perform: () => Promise<unknown>): Promise<unknown> {
  const { method = 'GET', url = '', data } = options;
  const begun: RequestEntry = {
    method: String(method).toUpperCase(),
    url: String(url),
    sent: asText(data),
    startedAtMs: nowMs(),
  };
  const end = (answer: unknown, error: string | null): void =>
    requestJournal.replace(begun, {
      ...begun,
      end: { tookMs: nowMs() - begun.startedAtMs, error, ...received(answer) },
    });
  requestJournal.add(begun);
  try {
    const answer = await perform();
    end(answer, null);
    return answer;
  } catch (failure) {
    const { error, errorMessage } = (failure ?? {}) as { error?: number; errorMessage?: string };
    end(failure, `${error}: ${errorMessage}`);
    throw failure;
  }
}
