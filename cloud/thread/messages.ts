/** What a thread and its keeper say to each other. */

/** Names by which a call may ask its keeper for something; `true` stands for a function. */
export interface Shape {
  [name: string]: Shape | true;
}

/** What a thread is started with. */
export interface ThreadStart {
  /** `index.js` of the function. */
  file: string;
  /** A file of ours, from which packages of ours are found. */
  ours: string;
}

/** What was thrown, as far as it can be told: the thing itself may be anything and cannot travel. */
export interface Fault {
  code: string | number | undefined;
  message: string;
  stack: string | undefined;
}

/** A value with the members that are not listed, which travelling would lose. */
export interface Parcel {
  value: unknown;
  /** Names of members that were not listed. */
  unlisted: string[];
}

/** From the keeper. `call` and `ask` are numbers by which an answer finds its question. */
export type ToThread =
  | { kind: 'call'; call: number; args: unknown; env: Readonly<Record<string, string | undefined>>; shape: Shape }
  | { kind: 'reply'; ask: number; parcel: Parcel }
  | { kind: 'refusal'; ask: number; fault: Fault }
  | { kind: 'ping' };

/** From the thread. `json` is undefined where the function returned nothing that JSON has. */
export type FromThread =
  | { kind: 'answer'; call: number; json: string | undefined }
  | { kind: 'failure'; call: number; fault: Fault }
  /** Wants the function at this path of the call's context to be called; with a collection, a command of it. */
  | { kind: 'ask'; call: number; ask: number; path: string[]; collection?: string; args: unknown[] }
  | { kind: 'log'; call: number; level: LogLevel; text: string }
  /** Something failed that ends no call. */
  | { kind: 'stray'; fault: Fault }
  | { kind: 'pong' };

export const LOG_LEVELS = ['info', 'warn', 'error', 'debug'] as const;
/** The levels of `ctx.logger`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What was thrown, in a form that can leave its thread; anything may be thrown. */
export function faultOf(thrown: unknown): Fault {
  if (typeof thrown !== 'object' || thrown === null) {
    return { code: undefined, message: String(thrown), stack: undefined };
  }
  const { code, message, stack } = thrown as Record<string, unknown>;
  return {
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' ? message : (JSON.stringify(thrown) ?? ''),
    stack: typeof stack === 'string' ? stack : undefined,
  };
}

/** The fault as something to throw. */
export function errorOf({ code, message, stack }: Fault): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code }, stack === undefined ? {} : { stack });
}

/** A value with the names that are not enumerable told apart: a message between threads would lose those members. */
export function packed(value: unknown): Parcel {
  const unlisted = new Set<string>();
  const listed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(listed);
    if (typeof part !== 'object' || part === null || part instanceof Date) return part;
    return Object.fromEntries(
      Object.getOwnPropertyNames(part).map((name) => {
        if (!Object.prototype.propertyIsEnumerable.call(part, name)) unlisted.add(name);
        return [name, listed((part as Record<string, unknown>)[name])];
      }),
    );
  };
  return { value: listed(value), unlisted: [...unlisted] };
}

/** The value as it was before {@link packed}. */
export function unpacked({ value, unlisted }: Parcel): unknown {
  const names = new Set(unlisted);
  const hide = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [name, inner] of Object.entries(part)) {
      hide(inner);
      if (names.has(name)) Object.defineProperty(part, name, { enumerable: false });
    }
  };
  if (names.size > 0) hide(value);
  return value;
}
