/** `import cloud from '@alipay/alipay-serverless-sdk'`: Alipay's payments and other APIs, called through a serverless space. */
import { createCloud } from './cloud';
import type { Cloud } from './types';

export { CloudSDKError, type CloudSDKErrorCode } from './cloud-sdk-error';
export type * from './parameters';
export type * from './results';
export type { CallOptions, Cloud, CloudCalls, CloudConfig, FunctionCloud, ServerlessInstance } from './types';

/** One for the whole app; `cloud.init` comes before any call. */
const cloud: Cloud = createCloud();

export { cloud };
export default cloud;
