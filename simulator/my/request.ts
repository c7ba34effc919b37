import type { Network } from '../faces';
import { asyncCall, type CallOptions } from './async-call';
import { toBase64 } from './base64';
import { errors, failure } from './failure';
import { type PreparedRequest, prepareRequest } from './prepare-request';
import { noted } from './request-notes';
import { type RawReply, send } from './transport';

const DECODE_FAILED = 14;
const HTTP_STATUS_FAILED = 19;
const STOPPED = 20;
/** How long every call waits on a slow network before it goes out. */
const SLOW_MS = 2_000;

/** `my.request` (reference mini-program 5): a Promise that is also a RequestTask with `abort()`. */
export function requestFamily(network: Network) {
  return {
    request(options?: unknown) {
      const controller = new AbortController();
      const call = asyncCall((given) => noted(given, () => perform(given, network, controller)))(options);
      const abort = () => controller.abort(failure(STOPPED, 'request aborted'));
      return Object.assign(call, { abort });
    },
  };
}

/** Rejects with the reason of the abort when that comes first. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

async function perform(options: CallOptions, network: Network, controller: AbortController): Promise<unknown> {
  const request = prepareRequest(options);
  const offline = failure(errors.network, 'network error: the phone is offline');
  if (!network.isOn()) throw offline;
  const stopListening = network.onChange((isOn) => {
    if (!isOn) controller.abort(offline);
  });
  const timer = setTimeout(() => controller.abort(failure(errors.timeout, 'request timeout')), request.timeoutMs);
  try {
    if (network.isSlow()) await pause(SLOW_MS, controller.signal);
    return answerOf(request, await sendOrFail(request, controller.signal));
  } finally {
    clearTimeout(timer);
    stopListening();
  }
}

/** `fetch` rejects with the reason of the abort, which is a failure already; any other rejection is the network. */
async function sendOrFail(request: PreparedRequest, signal: AbortSignal): Promise<RawReply> {
  try {
    return await send(request, signal);
  } catch (reason) {
    if (!(reason instanceof Error)) throw reason;
    throw failure(errors.network, `network error: ${reason.message}`);
  }
}

function answerOf(request: PreparedRequest, reply: RawReply) {
  const { status, headers } = reply;
  const isSuccess = status >= 200 && status < 300;
  const described = { status, statusCode: status, headers, header: headers };
  if (isSuccess) return { data: decode(reply, request), ...described };
  throw failure(HTTP_STATUS_FAILED, `http status error: ${status}`, {
    data: decodeLoosely(reply, request),
    ...described,
  });
}

function decode(reply: RawReply, request: PreparedRequest): unknown {
  if (request.dataType === 'arraybuffer') return reply.bytes.buffer;
  if (request.dataType === 'base64') return toBase64(reply.bytes);
  const text = new TextDecoder().decode(reply.bytes);
  const hasNoBody = request.method === 'HEAD' || reply.status === 204;
  if (request.dataType === 'text' || hasNoBody) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw failure(DECODE_FAILED, 'JSON parse data error');
  }
}

/** The body of an error page is a bonus: what is no JSON comes as text and hides no status. */
function decodeLoosely(reply: RawReply, request: PreparedRequest): unknown {
  try {
    return decode(reply, request);
  } catch {
    return new TextDecoder().decode(reply.bytes);
  }
}
