import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { sourceFiles } from '../support/source-tree';
import { type Merchant, merchant } from './support/merchant';

interface Operation {
  summary: string;
  parameters?: { name: string; in: 'path' | 'query'; required: boolean; schema: object }[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: object } } };
  responses: Record<string, { description: string; content: { 'application/json': { schema: Schema } } }>;
}

interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** How the sources register a call, whoever serves it. */
const REGISTERED = /\b(get|post|put|delete|route)(?:<[^(]*>)?\(\s*['"`](\/api\/[^'"`]*)/g;

/** What is wrong with `value` by a JSON Schema, written apart from the sandbox; empty when nothing is. */
function faultsOf(value: unknown, schema: Schema, path = '$'): string[] {
  if ('const' in schema && value !== schema.const) return [`${path} is not ${schema.const}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${path} is none of ${schema.enum}`];
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    return branches.some((branch) => faultsOf(value, branch, path).length === 0) ? [] : [`${path} fits no branch`];
  }
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${path} is no array`];
    return value.flatMap((item, index) =>
      faultsOf(item, schema.prefixItems?.[index] ?? schema.items ?? {}, `${path}[${index}]`),
    );
  }
  if (schema.type !== 'object') return scalarFaults(value, schema, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  const members = Object.entries(value);
  const missing = (schema.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${path}.${name} is missing`);
  const extra = members
    .filter(([name]) => schema.additionalProperties === false && !schema.properties?.[name])
    .map(([name]) => `${path}.${name} is not described`);
  const inner = members.flatMap(([name, member]) =>
    faultsOf(member, schema.properties?.[name] ?? {}, `${path}.${name}`),
  );
  return [...missing, ...extra, ...inner];
}

function scalarFaults(
  value: unknown,
  { type, pattern, minLength = 0, maxLength = Infinity }: Schema,
  path: string,
): string[] {
  const expected = type === 'integer' ? 'number' : type === 'null' ? 'object' : type;
  if (expected !== undefined && typeof value !== expected) return [`${path} is no ${type}`];
  if (type === 'null' && value !== null) return [`${path} is not null`];
  if (typeof value !== 'string') return [];
  const isFitting = value.length >= minLength && value.length <= maxLength && new RegExp(pattern ?? '').test(value);
  return isFitting ? [] : [`${path} has the wrong form`];
}

describe('the OpenAPI document', () => {
  let sandbox: Sandbox;
  let shop: Merchant;
  let document: { openapi: string; paths: Record<string, Record<string, Operation>> };
  let operations: { method: string; path: string; operation: Operation }[];

  beforeAll(async () => {
    sandbox = await createSandbox();
    shop = await merchant(sandbox.url);
    document = (await (await fetch(`${sandbox.url}/api/openapi.json`)).json()) as typeof document;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
  });
  afterAll(() => sandbox.close());

  /** What to send to each call so that it does what it is for, given a paid trade with a notify. */
  async function examples(): Promise<Record<string, { query?: string; path?: string; body?: object }>> {
    const tradeNo = await shop.trade({}, { notifyUrl: 'http://127.0.0.1:9/' });
    const paid = await shop.trade({}, { notifyUrl: 'http://127.0.0.1:9/' });
    sandbox.pay({ tradeNo: paid, outcome: 'paid' });
    await sandbox.clock.advance(0);
    const notifyId = sandbox.notifies()[0]?.notifyId ?? '';
    const [buyer] = sandbox.buyers();
    sandbox.faults.add({ id: 'old', kind: 'hang', times: 1, outTradeNo: 'NONE' });
    return {
      'GET /api/trades': { query: '?limit=5' },
      'GET /api/trades/{tradeNo}': { path: `/api/trades/${tradeNo}` },
      'GET /api/notifies/{notifyId}': { path: `/api/notifies/${notifyId}` },
      'GET /api/log': { query: '?since=0&limit=9' },
      'POST /api/pay': { body: { tradeNo, outcome: 'paid' } },
      'POST /api/notifies/policy': { body: { deliver: true, causes: ['paid', 'closed'] } },
      'POST /api/notifies/replay': { body: { notifyId } },
      'POST /api/notifies/backfill': { body: { sinceMs: 0 } },
      'POST /api/faults': { body: { kind: 'hang', method: 'alipay.trade.pay', times: 1 } },
      'POST /api/faults/use': { body: { preset: 'notify-twice', outTradeNo: 'NONE' } },
      'POST /api/faults/remove': { body: { id: 'old' } },
      'POST /api/clock': { body: { action: 'freeze' } },
      'POST /api/snapshot': { body: sandbox.snapshot() },
      'POST /api/accounts/balance': { body: { accountId: buyer?.userId, balance: '100.00' } },
      'POST /api/accounts/status': { body: { accountId: buyer?.userId, status: 'normal' } },
      'POST /api/freeze': { body: { tradeNo: paid, isFrozen: true } },
    };
  }

  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
    });
    return { status: response.status, body: await response.json() };
  }

  test('is OpenAPI 3.1 and says something of every call', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.length).toBeGreaterThan(20);
    for (const { operation } of operations) expect(operation.summary).toMatch(/\w/);
  });

  test('describes every call that is served under /api, and no other', () => {
    const served = sourceFiles()
      .filter(({ path }) => path.startsWith('sandbox/'))
      .flatMap(({ text }) =>
        Array.from(text.matchAll(REGISTERED), ([, method = '', path]) => `${method.toUpperCase()} ${path}`),
      );
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(served.sort());
  });

  test('says what every call takes and answers', async () => {
    const given = await examples();
    // What forgets the examples comes last.
    const inOrder = [...operations].sort(
      (left, right) => Number(/reset|clear/.test(left.path)) - Number(/reset|clear/.test(right.path)),
    );
    for (const { method, path, operation } of inOrder) {
      const { path: filledPath = path, query = '', body } = given[`${method} ${path}`] ?? {};
      const described = operation.requestBody?.content['application/json'].schema ?? {};
      expect({ path, faults: faultsOf(body ?? {}, described as Schema) }).toEqual({ path, faults: [] });
      const reply = await call(method, `${filledPath}${query}`, body);
      expect({ path, status: reply.status, body: reply.status === 200 ? 'as described' : reply.body }).toEqual({
        path,
        status: 200,
        body: 'as described',
      });
      const schema = operation.responses['200']?.content['application/json'].schema ?? {};
      expect({ path, faults: faultsOf(reply.body, schema) }).toEqual({ path, faults: [] });
    }
  });

  test('every call that takes something refuses nonsense as it says', async () => {
    const refused = operations.filter(({ operation }) => operation.responses['400'] && !operation.parameters);
    expect(refused.length).toBeGreaterThan(10);
    for (const { method, path, operation } of refused) {
      const reply = await call(method, path, 42);
      expect({ path, status: reply.status, reason: reply.body.reason }).toEqual({
        path,
        status: 400,
        reason: 'invalid_input',
      });
      const schema = operation.responses['400']?.content['application/json'].schema ?? {};
      expect(faultsOf(reply.body, schema)).toEqual([]);
    }
  });

  test('names no refusal that its calls cannot give', () => {
    const statuses = new Set(operations.flatMap(({ operation }) => Object.keys(operation.responses)));
    expect([...statuses].sort()).toEqual(['200', '400', '404', '409']);
  });
});
