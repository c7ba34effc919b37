import { channelContract } from '../../../contract/channel';
import { alipayBench } from '../../../support/alipay-bench';

describe('the Alipay channel, over the official SDK, against the sandbox', () => {
  describe.each(['user_id', 'open_id'] as const)('with buyers known by %s', (kind) => {
    channelContract(() => alipayBench(kind));
  });
});
