import * as v from 'valibot';
import type { ControlReason, ControlRefusal } from './control-refusal';

/** One call of the control API: served, checked and described from the same words. */
export interface Route {
  method: 'GET' | 'POST';
  /** With `{name}` for a part that varies. */
  path: string;
  summary: string;
  /** What GET takes from the query, POST from the body, and both from the path. */
  input: v.GenericSchema;
  reply: v.GenericSchema;
  /** Refusals beside those for input that is malformed. */
  refusals: readonly ControlReason[];
  /** Longest body, where it is more than usual. */
  bodyLimitBytes?: number;
  /** By which fault rules know it, for those that can lose its reply. */
  faultyAs?: string;
  handle(input: unknown): object | Promise<object>;
}

interface RouteWords<Input extends v.GenericSchema> {
  summary: string;
  input?: Input;
  reply: v.GenericSchema;
  refusals?: readonly ControlReason[];
  bodyLimitBytes?: number;
  faultyAs?: string;
  handle(input: v.InferOutput<Input>): object | ControlRefusal | Promise<object | ControlRefusal>;
}

type NoInput = v.StrictObjectSchema<Record<never, never>, undefined>;

const NO_INPUT: NoInput = v.strictObject({});

/** Takes its input from path and query; without `input` any parameter is refused. */
export function get<Input extends v.GenericSchema = NoInput>(path: string, words: RouteWords<Input>): Route {
  return route('GET', path, words);
}

/** Takes its input from path and body; without `input` any member is refused. */
export function post<Input extends v.GenericSchema = NoInput>(path: string, words: RouteWords<Input>): Route {
  return route('POST', path, words);
}

/** The input reaches `handle` only after `input` has let it through. */
function route<Input extends v.GenericSchema>(
  method: Route['method'],
  path: string,
  { input, refusals = [], handle, ...words }: RouteWords<Input>,
): Route {
  return { ...words, method, path, input: input ?? NO_INPUT, refusals, handle: (given) => handle(given as never) };
}
