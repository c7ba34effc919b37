/** How much callers may ask of one node. A rate of 0 has no limit. */
export interface Limits {
  /** Largest body of a request. */
  maxBodyBytes: number;
  /** Requests to `/client` a minute that one signed-in user may make. */
  perBuyer: number;
  /** Requests to `/client` a minute that may come from one address; many phones share one behind a mobile network. */
  perAddress: number;
  /** Sign-ins a minute from one address: each asks Alipay and writes a session. */
  signInsPerAddress: number;
  /** Requests to `/http/…` a minute from one address. Alipay's notifies come from few. */
  triggersPerAddress: number;
  /**
   * How far the timestamp of a signed request may be from the clock here; 0 for any distance. Whoever has a captured request has its
   * token as well, so this stops little, and it locks out buyers whose phone has the wrong time.
   */
  clockSkewMs: number;
}

/** The platform's limit for requests (reference serverless-platform 3.1) and no rates. */
export const PLATFORM_LIMITS: Limits = {
  maxBodyBytes: 1024 * 1024,
  perBuyer: 0,
  perAddress: 0,
  signInsPerAddress: 0,
  triggersPerAddress: 0,
  clockSkewMs: 0,
};
