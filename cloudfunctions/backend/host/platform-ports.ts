import { format } from 'node:util';
import type { Log, Ports } from '../flow/ports';
import { serverlessStore } from '../store/serverless';
import type { ServerlessDatabase } from '../store/serverless-orders';
import { channelHealth } from './channel-health';
import { systemClock } from './clock';
import { type BackendConfig, loadConfig } from './config';
import type { FunctionContext } from './context';
import { sendByClient } from './merchant-events';
import { platformCloud } from './platform-cloud';
import { hostPorts } from './ports';
import { settingsBeside } from './settings';

/** Read once per warm instance. Everything else is made for each call: what the platform hands over belongs to that call. */
let config: BackendConfig | undefined;
/** How the channels have been answering, for as long as the instance is warm. */
const health = channelHealth(systemClock);

/** The ports on Alipay mini-program Serverless: its document database, its way to Alipay, its HTTP client, its log. */
export function platformPorts(ctx: FunctionContext, db: ServerlessDatabase): Ports {
  config ??= loadConfig(undefined, settingsBeside(__dirname));
  const { cloud, httpclient } = ctx;
  const send = httpclient ? { send: sendByClient(httpclient) } : {};
  const http = httpclient ? { http: httpclient } : {};
  return hostPorts({
    config,
    store: serverlessStore(db),
    cloud: platformCloud(cloud),
    health,
    log: platformLog(ctx.logger),
    ...http,
    ...send,
  });
}

/** One line of text for each entry: the platform's log is printf style. */
function platformLog(logger: FunctionContext['logger']): Log {
  const at = (level: 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, message: string) =>
    logger[level]('%s', format('%s %j', message, fields));
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
