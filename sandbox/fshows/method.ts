import type { FshowsAnswer, Refuse } from './answer';
import type { FshowsApp } from './apps';
import type { Fshows } from './fshows';

/** A verified request, as a method sees it. */
export interface FshowsCall {
  fshows: Fshows;
  app: FshowsApp;
  /** `content` parsed. Empty and null members are taken as not sent. */
  content: Readonly<Record<string, unknown>>;
  refuse: Refuse;
}

/** One method of the gateway. Decides and answers at once; it must not wait for anything. */
export type FshowsMethod = (call: FshowsCall) => FshowsAnswer;
