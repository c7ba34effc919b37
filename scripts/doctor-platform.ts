/** What can be seen from outside of a deployment on Alipay's platform (docs/deploy-alipay.md). Changes nothing there. */
import { isIP } from 'node:net';
import { clientSignature } from '../cloud/client/signature';
import { ConfigError } from '../cloudfunctions/backend/host/config';
import { type AddressAnswer, ask, certificateFault, wayFault } from './ask-address';
import { appFault, packagesFault } from './doctor-packages';
import { type EnvironmentFiles, type PlatformEnvironment, readEnvironment } from './environment';

/** One thing that was examined; faults and hints are sentences for whoever deploys. */
export interface PlatformFinding {
  what: 'environment' | 'packages' | 'app' | 'space' | 'notify address';
  /** null when all is well. */
  fault: string | null;
  /** What nobody can see from here, or should be known. */
  hint?: string;
}

/** Examines an environment, what was built for it, and the addresses in it. */
export async function examinePlatform(files: EnvironmentFiles, nowMs: number): Promise<PlatformFinding[]> {
  const environment = await readEnvironment(files).catch((error: unknown) => {
    if (error instanceof ConfigError) return error.problems.join('; ');
    throw error;
  });
  if (typeof environment === 'string') return [{ what: 'environment', fault: environment }];
  const { projectRoot, name } = files;
  const [packages, app, space, notify] = await Promise.all([
    packagesFault(projectRoot, name, environment),
    appFault(projectRoot, environment),
    examineSpace(environment, nowMs),
    examineNotifyAddress(environment.functions.SHOUYIN_NOTIFY_URL, nowMs),
  ]);
  return [
    { what: 'environment', fault: null, ...secretsHint(environment) },
    { what: 'packages', fault: packages },
    { what: 'app', fault: app },
    { what: 'space', ...space },
    { what: 'notify address', ...notify },
  ];
}

type Verdict = Omit<PlatformFinding, 'what'>;

// --- Internal helpers ---

function secretsHint({ missingSecrets }: PlatformEnvironment): Pick<PlatformFinding, 'hint'> {
  if (missingSecrets.length === 0) return {};
  return {
    hint: `${missingSecrets.join(', ')} must be variables of every function; with --secrets they are packed in`,
  };
}

/**
 * Asks for a session without the auth code it takes: a space that knows itself refuses that, after it has looked at space and signature, and
 * nobody is signed in by it (reference serverless-platform 1.4, 1.7).
 */
async function examineSpace({ app }: PlatformEnvironment, nowMs: number): Promise<Verdict> {
  const { SHOUYIN_ENDPOINT: endpoint = '', SHOUYIN_SPACE_ID: spaceId, SHOUYIN_CLIENT_SECRET: secret } = app;
  const params = JSON.stringify({ authProvider: 'alipay_openapi', clientIdentifier: app.ALIPAY_APP_ID });
  const body = { spaceId, method: 'serverless.auth.user.authorize', params, timestamp: nowMs };
  const answer = await answerOf(`${endpoint}/client`, {
    headers: {
      'content-type': 'application/json',
      'x-serverless-sign': clientSignature(body, secret ?? 'not known here'),
    },
    body: JSON.stringify(body),
  });
  if (typeof answer === 'string') return { fault: answer };
  const code = errorCodeOf(answer.body);
  if (code === null) return { fault: `${endpoint} does not answer as a space does (HTTP ${answer.status}): check it` };
  if (/^InvalidSpace/.test(code)) return { fault: `${endpoint} has no space ${spaceId} (${code})` };
  if (code === 'SignatureNotMatch' && secret) {
    return { fault: 'the space refuses the signature: SHOUYIN_CLIENT_SECRET is not the one in its console' };
  }
  const way = addressFault(endpoint) ?? certificateFault(answer.certificateEndsAtMs, nowMs);
  const unchecked = secret ? '' : '; without --secrets its client secret was not checked';
  const listed = `put ${hostOf(endpoint)} on the white-list of request domains, in the mini-program's settings${unchecked}`;
  return { fault: way, hint: listed };
}

/** An empty message must be answered, and not with the word that makes Alipay stop sending (reference serverless-platform 3.1). */
async function examineNotifyAddress(url: string | undefined, nowMs: number): Promise<Verdict> {
  if (!url) {
    return {
      fault: null,
      hint: 'SHOUYIN_NOTIFY_URL is not set: payments become known by query and sweep alone, later',
    };
  }
  const answer = await answerOf(url, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' });
  if (typeof answer === 'string') return { fault: answer };
  return { fault: notifyFault(url, answer) ?? certificateFault(answer.certificateEndsAtMs, nowMs) };
}

function notifyFault(url: string, { status, body }: AddressAnswer): string | null {
  if (status >= 300 && status < 400) return 'it redirects, which Alipay does not follow: give the address it ends at';
  if (body.trim().toLowerCase() === 'success') {
    return 'it acknowledges an empty message: that is not trade-notify, and payments would be lost';
  }
  const code = errorCodeOf(body);
  if (code !== null) {
    return `the function behind it fails (${code}): its log says why; most likely its package has no settings`;
  }
  if (status === 404) return `nothing is there (HTTP 404): make an HTTP trigger with the path ${new URL(url).pathname}`;
  if (status !== 200) return `it answers HTTP ${status}: Alipay takes 200 only`;
  return body === 'fail' ? null : 'it answers, but not as trade-notify does: the trigger is bound to another function';
}

async function answerOf(url: string, message: { headers: Record<string, string>; body: string }) {
  try {
    return await ask({ url, ...message });
  } catch (error) {
    return wayFault(error, url);
  }
}

/** Code of the platform's error, text of none when there is none in it; null for what is no answer of the platform. */
function errorCodeOf(body: string): string | null {
  try {
    const { success, error } = JSON.parse(body) as { success?: unknown; error?: { code?: unknown } };
    if (typeof error?.code === 'string') return error.code;
    return typeof success === 'boolean' ? '' : null;
  } catch {
    return null;
  }
}

/** What release builds of an app refuse (reference mini-program 1.3). */
function addressFault(endpoint: string): string | null {
  if (!endpoint.startsWith('https://')) return `${endpoint} is not https: released apps cannot call it`;
  return isIP(hostOf(endpoint)) ? `${endpoint} is a bare address: released apps call names alone` : null;
}

function hostOf(endpoint: string): string {
  return new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
}
