/** What the doctor says of a deployment on Alipay's platform, from what it sees from outside. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { certificateFault, wayFault } from '../../scripts/ask-address';
import { packFunctions } from '../../scripts/build-functions';
import { examinePlatform, type PlatformFinding } from '../../scripts/doctor-platform';
import { type RunningCloud, runningCloud, SPACE_ID } from '../cloud/support/running-cloud';
import { ownCertificate } from './certificate';

const NOW_MS = Date.parse('2026-11-22T00:00:00Z');
const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const secrets = { SHOUYIN_CLIENT_SECRET: 'secret-1', SHOUYIN_ORDER_KEY: 'k'.repeat(32) };

let folder: string;
let projectRoot: string;
let secretsFile: string;
let cloud: RunningCloud;
let opened: Server[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shouyin-doctor-platform-'));
  projectRoot = join(folder, 'project');
  for (const path of [
    'cloudfunctions/environments',
    'dist/cloudfunctions/order-query',
    'dist/deploy/trial',
    'dist/miniprogram',
  ])
    await mkdir(join(projectRoot, path), { recursive: true });
  secretsFile = join(folder, 'secrets.json');
  await writeFile(secretsFile, JSON.stringify(secrets));
  await writeFile(join(projectRoot, 'dist/cloudfunctions/order-query/index.js'), 'module.exports = async () => 1;');
  await packFunctions(
    join(projectRoot, 'dist/cloudfunctions'),
    ['order-query'],
    join(projectRoot, 'dist/cloudfunctions'),
  );
  cloud = await runningCloud();
});

beforeEach(() => {
  opened = [];
});

afterEach(() => {
  for (const server of opened) {
    server.closeAllConnections();
    server.close();
  }
});

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

function settingsWith(change: Record<string, string> = {}): Record<string, string> {
  return {
    SHOUYIN_ENDPOINT: cloud.url,
    SHOUYIN_SPACE_ID: SPACE_ID,
    SHOUYIN_MERCHANT_ID: 'shop-1',
    SHOUYIN_MERCHANT_NAME: '小店',
    ALIPAY_APP_ID: '2021000000000000',
    ALIPAY_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    ...change,
  };
}

/** Built for these settings, unless told otherwise, and examined with them. */
async function examined(change: Record<string, string> = {}, { built = true, withSecrets = true } = {}) {
  const settings = settingsWith(change);
  await writeFile(join(projectRoot, 'cloudfunctions/environments/trial.json'), JSON.stringify(settings));
  if (built) await build({ ...settings, ...secrets });
  const files = { projectRoot, name: 'trial', ...(withSecrets ? { secretsFile } : {}) };
  return await examinePlatform(files, NOW_MS);
}

async function build(settings: Record<string, string>): Promise<void> {
  const out = join(projectRoot, 'dist/deploy/trial');
  await packFunctions(join(projectRoot, 'dist/cloudfunctions'), ['order-query'], out, settings);
  await writeFile(join(projectRoot, 'dist/miniprogram/space.js'), `export const space = ${JSON.stringify(settings)};`);
}

const found = (findings: PlatformFinding[], what: PlatformFinding['what']) =>
  findings.find((finding) => finding.what === what);

async function listening(server: Server, scheme: string, host = '127.0.0.1'): Promise<string> {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://${host}:${(server.address() as AddressInfo).port}`;
}

/** Answers everything alike. */
function answering(status: number, body: string, seen: string[] = []): Promise<string> {
  const server = createServer(async (request: IncomingMessage, response) => {
    seen.push(`${request.method} ${request.url} ${await text(request)}`);
    response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(body);
  });
  return listening(server, 'http');
}

describe('the doctor, of a deployment', () => {
  test('finds nothing wrong but what a test cannot have: https', async () => {
    const findings = await examined({ SHOUYIN_NOTIFY_URL: await answering(200, 'fail') });
    expect(findings).toEqual([
      { what: 'environment', fault: null },
      { what: 'packages', fault: null },
      { what: 'app', fault: null },
      { what: 'space', fault: expect.stringMatching(/^\S+ is not https/), hint: expect.stringContaining('white-list') },
      { what: 'notify address', fault: null },
    ]);
  });

  test('names what an environment lacks, and goes no further', async () => {
    const findings = await examined({ SHOUYIN_SPACE_ID: '' });
    expect(findings).toEqual([{ what: 'environment', fault: expect.stringContaining('SHOUYIN_SPACE_ID is missing') }]);
  });

  test('says which secrets the platform must have when they are not packed in', async () => {
    const findings = await examined({}, { withSecrets: false });
    expect(found(findings, 'environment')?.hint).toContain('SHOUYIN_ORDER_KEY must be variables of every function');
    expect(found(findings, 'space')?.hint).toContain('its client secret was not checked');
  });

  test('repeats no secret', async () => {
    const said = JSON.stringify(await examined({ SHOUYIN_SPACE_ID: 'another' }));
    for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
  });
});

describe('the doctor, of what was built', () => {
  test('names packages of other settings, and an app of another space', async () => {
    await build(settingsWith({ SHOUYIN_MERCHANT_NAME: '大店', SHOUYIN_SPACE_ID: 'another', ...secrets }));
    const findings = await examined({}, { built: false });
    expect(found(findings, 'packages')?.fault).toContain('order-query has other settings than the environment now');
    expect(found(findings, 'app')?.fault).toContain('is for another space');
  });

  test('names packages of another build, what is no package, and what is not there', async () => {
    const zip = join(projectRoot, 'dist/deploy/trial/order-query.zip');
    await build({ ...settingsWith(), ...secrets });
    const index = join(projectRoot, 'dist/cloudfunctions/order-query/index.js');
    await writeFile(index, 'module.exports = async () => 2;');
    expect(found(await examined({}, { built: false }), 'packages')?.fault).toContain('order-query is of another build');
    await writeFile(zip, 'no zip');
    expect(found(await examined({}, { built: false }), 'packages')?.fault).toContain('order-query is no package');
    await rm(zip);
    expect(found(await examined({}, { built: false }), 'packages')?.fault).toContain(
      'npm run build -- --environment trial',
    );
  });
});

describe('the doctor, of the space', () => {
  test.each([
    ['another space', { SHOUYIN_SPACE_ID: 'another' }, 'has no space another'],
    ['an address that is no space', { SHOUYIN_ENDPOINT: 'http://127.0.0.1:9' }, 'nobody listens there'],
  ])('names %s', async (_, change, words) => {
    expect(found(await examined(change), 'space')?.fault).toContain(words);
  });

  test('names a client secret that is not the space’s', async () => {
    await writeFile(secretsFile, JSON.stringify({ ...secrets, SHOUYIN_CLIENT_SECRET: 'of another space' }));
    try {
      expect(found(await examined(), 'space')?.fault).toContain('SHOUYIN_CLIENT_SECRET is not the one in its console');
    } finally {
      await writeFile(secretsFile, JSON.stringify(secrets));
    }
  });

  test('names a page that is no space', async () => {
    const page = await answering(200, '<html>');
    expect(found(await examined({ SHOUYIN_ENDPOINT: page }), 'space')?.fault).toContain('does not answer as a space');
  });

  test('names a server that does not speak TLS, and a certificate that nobody trusts', async () => {
    const plain = (await answering(200, '')).replace('http:', 'https:');
    expect(found(await examined({ SHOUYIN_ENDPOINT: plain }), 'space')?.fault).toContain('it does not speak TLS');
    const certificate = ownCertificate('localhost', NOW_MS + 10 * 365 * 86_400_000);
    const tls = await listening(createTlsServer(certificate), 'https', 'localhost');
    expect(found(await examined({ SHOUYIN_ENDPOINT: tls }), 'space')?.fault).toContain('not from a known authority');
  });
});

describe('the doctor, of the notify address', () => {
  test.each([
    ['nothing', 404, 'Not Found', 'make an HTTP trigger with the path /trade-notify'],
    ['a redirect', 302, '', 'it redirects'],
    ['a server that fails', 502, 'Bad Gateway', 'it answers HTTP 502'],
    ['a function that takes everything', 200, 'success', 'it acknowledges an empty message'],
    ['another function', 200, 'hello', 'the trigger is bound to another function'],
    [
      'a function without settings',
      200,
      '{"success":false,"error":{"code":"FunctionBizError","message":"…"}}',
      'the function behind it fails (FunctionBizError)',
    ],
  ])('names %s', async (_, status, body, words) => {
    const url = `${await answering(status, body)}/trade-notify`;
    expect(found(await examined({ SHOUYIN_NOTIFY_URL: url }), 'notify address')?.fault).toContain(words);
  });

  test('asks it with an empty message, as anybody could', async () => {
    const seen: string[] = [];
    const url = `${await answering(200, 'fail', seen)}/trade-notify`;
    expect(found(await examined({ SHOUYIN_NOTIFY_URL: url }), 'notify address')).toMatchObject({ fault: null });
    expect(seen).toEqual(['POST /trade-notify ']);
  });

  test('says what it means to have none', async () => {
    expect(found(await examined(), 'notify address')?.hint).toContain('by query and sweep alone');
  });
});

test.each([
  [undefined, null],
  [NOW_MS + 14 * 86_400_000, null],
  [NOW_MS + 14 * 86_400_000 - 1, 'its certificate ends in 13 days: renew it'],
  [NOW_MS - 1, 'its certificate ends in -1 days: renew it'],
])('a certificate that ends at %p: %p', (endsAtMs, fault) => {
  expect(certificateFault(endsAtMs, NOW_MS)).toBe(fault);
});

test.each([
  ['ENOTFOUND', 'pay.example: the name is not known'],
  ['EAI_AGAIN', 'whether this machine has a network'],
  ['ETIMEDOUT', 'no answer in time'],
  ['ECONNRESET', 'it hangs up'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'for another name'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the chain is not whole'],
  ['E_WHATEVER', 'pay.example cannot be reached: E_WHATEVER'],
])('%s on the way is told in words', (code, words) => {
  expect(wayFault(Object.assign(new Error('…'), { code }), 'https://pay.example/trade-notify')).toContain(words);
});
