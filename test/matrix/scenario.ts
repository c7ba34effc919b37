import type { World } from './world';
import type { WorldSettings } from './world-settings';

/** The two kinds of memory that every scenario is run on. */
export const STORES = ['memory', 'postgres'] as const;
export type StoreName = (typeof STORES)[number];

/** The providers that every scenario is run with. */
export const CHANNELS = ['alipay', 'fshows'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** One thing that goes wrong between a purchase and its end. */
export interface Scenario {
  /** Unique; what `--only` takes. */
  name: string;
  /** The sentence of the fault matrix that it stands for. */
  stands: string;
  /** What it stands for with Fshows, where that knows no such thing and the nearest there is has its place. */
  atFshows?: string;
  settings?: WorldSettings;
  /**
   * Lets it happen, and says what must come of it. Throws when something that can be seen on the way is wrong; how all ends is judged
   * afterwards by the auditor.
   */
  run(world: World): Promise<void>;
}

export interface ScenarioResult {
  name: string;
  channel: ChannelName;
  store: StoreName;
  ok: boolean;
  ms: number;
  /** What was wrong; empty when nothing was. */
  detail: string;
}
