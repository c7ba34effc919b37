/** A short run of `npm run failover`: real gateways on real sockets, killed in the middle of calls. */
import { campaign, SITUATIONS } from './campaign';

const PURCHASES = 16;

describe.each(['alipay', 'fshows'] as const)('with %s killed', (first) => {
  test.each(SITUATIONS)(
    '%s, every purchase keeps at most one payment, and all are paid but one that nobody can know about',
    async (situation) => {
      const row = await campaign({ first, situation, purchases: PURCHASES, seed: 7 });
      expect(row).toMatchObject({ wrong: 0, returned: 0, purchases: PURCHASES });
      expect(row.kills).toBeGreaterThan(0);
      expect(row.paid).toBeGreaterThanOrEqual(situation === 'for the rest of the run' ? PURCHASES - 1 : PURCHASES);
    },
    60_000,
  );

  test('before a request, nobody waits: the other channel carries the order in the same round trip', async () => {
    const row = await campaign({ first, situation: 'before the request', purchases: PURCHASES, seed: 7 });
    expect(row.waitedMs).toEqual({ median: 0, longest: 0 });
    expect(row.paidElsewhere).toBeGreaterThan(0);
  }, 60_000);
});

test('the same seed is the same run', async () => {
  const options = { first: 'alipay', situation: 'after the effect', purchases: PURCHASES, seed: 3 } as const;
  expect(await campaign(options)).toEqual(await campaign(options));
}, 60_000);
