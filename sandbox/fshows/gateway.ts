import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FaultyOutcome } from '../fault/call-faults';
import { PLAIN } from '../fault/reply-manner';
import { sendReply } from '../fault/send-reply';
import { answerText, explained, type FshowsAnswer, failed, type Refuse } from './answer';
import { callEntry } from './call-entry';
import { faultyCall } from './faulty-call';
import type { Fshows } from './fshows';
import { caller, contentOf } from './gateway-checks';
import type { FshowsRequest } from './gateway-request';
import { gatewayRequest } from './gateway-request';
import type { FshowsMethod } from './method';
import { FSHOWS_METHODS } from './methods/methods';
import { withNumbers } from './numbers';

/** What stands between the wire and {@link Fshows}; `log` takes one line for each call. */
export interface FshowsGatewayParts {
  fshows: Fshows;
  /** Verifies what each app signs; an app that is not in here is not known. */
  appKeys: ReadonlyMap<string, KeyObject>;
  log(line: string): void;
}

const HEADERS = { 'content-type': 'application/json;charset=UTF-8' };
const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** Serves `/gateway`. Every answer, errors included, is HTTP 200 and unsigned (reference fshows 4). */
export function fshowsGateway(server: FastifyInstance, parts: FshowsGatewayParts): void {
  const { fshows, log } = parts;
  const refuse: Refuse = (code, detail) =>
    fshows.rules.explainsErrors ? explained(code, detail) : failed(code, detail);

  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if ((error.statusCode ?? 500) < 500) return send(reply, { answer: refuse('-101', error.message) }, NO_PARAMETERS);
    log(`a bug of the sandbox: ${error.stack}`);
    return send(reply, { answer: failed('-200') }, NO_PARAMETERS);
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/gateway',
    async handler({ url, headers, body }, reply) {
      const wire = { url, contentType: headers['content-type'], body: body as Buffer | undefined };
      const request = gatewayRequest(wire, fshows.rules);
      return send(reply, await outcomeOf(request), request.parameters);
    },
  });

  /** The order of the checks is the reference's (fshows 12); faults strike what has passed those of the gateway. */
  function outcomeOf(
    request: FshowsRequest,
  ): { answer: FshowsAnswer } | FaultyOutcome<FshowsAnswer> | Promise<FaultyOutcome<FshowsAnswer>> {
    const found = caller(request, {
      fshows,
      appKeys: parts.appKeys,
      isMethod: (name) => FSHOWS_METHODS.has(name),
      refuse,
    });
    if ('success' in found) return { answer: found };
    const { app, method: name } = found;
    const content = contentOf(request.parameters);
    if (!content) return { answer: refuse('-223', '[content]须为JSON对象') };
    const method = methodNamed(name);
    const call = { fshows, app, content, refuse };
    return fshows.faults.ofFshows.around(
      () => faultyCall(name, call),
      () => written(method(call)),
    );
  }

  function written(answer: FshowsAnswer): FshowsAnswer {
    if (!answer.success || !fshows.rules.numbersInReplies) return answer;
    return { ...answer, returnValue: withNumbers(answer.returnValue) };
  }

  function send(
    reply: FastifyReply,
    { answer, manner = PLAIN }: { answer: FshowsAnswer } & Partial<FaultyOutcome<FshowsAnswer>>,
    parameters: ReadonlyMap<string, string>,
  ) {
    const text = answerText(answer);
    log(`${loggable(parameters.get('method'))} ${answer.success ? 'success' : answer.errorCode}`);
    fshows.exchanges.add(fshows.clock.nowMs(), callEntry(answer, parameters, manner.faultIds, text));
    return sendReply(reply, manner, { headers: HEADERS, bytes: Buffer.from(text) });
  }
}

function methodNamed(name: string): FshowsMethod {
  const method = FSHOWS_METHODS.get(name);
  if (!method) throw new Error(`${name} was checked and is no method`);
  return method;
}

/** A name that is no method's could forge lines of the log. */
function loggable(method: string | undefined): string {
  return method && FSHOWS_METHODS.has(method) ? method : '(unknown method)';
}
