/** How an answer leaves the gateway when a fault has a hand in it. */
export interface ReplyManner {
  signing: 'wrong' | 'missing' | 'reserialised' | 'first' | 'genuine';
  transport: Transport;
  /** The rules that struck, for the log. */
  faultIds: readonly string[];
}

/** `hang` never answers, `reset` cuts with a TCP reset, `hang_up` closes before the first byte of the answer. */
export type Transport =
  | { kind: 'whole' }
  | { kind: 'hang' }
  | { kind: 'reset' }
  | { kind: 'hang_up' }
  | { kind: 'truncate'; keepBytes?: number }
  | { kind: 'drip'; chunkBytes: number; everyMs: number }
  /** Something that is not the gateway's answer at all. */
  | { kind: 'page'; status: number; contentType: string; body: string; location?: string };

/** As the gateway answers when nothing is wrong. */
export const PLAIN: ReplyManner = { signing: 'genuine', transport: { kind: 'whole' }, faultIds: [] };
