import { parseExpressionAt } from 'acorn';
import type { FshowsRules } from './rules';

/** A request as it came off the wire, before anything about it is believed. */
export interface FshowsRequest {
  parameters: ReadonlyMap<string, string>;
  /** What the client may have taken for `content` when it signed; the parameter itself where that is a text. */
  signedContents: readonly string[];
}

/** `url` is path and query; a body is as it came, undefined when there is none. */
export interface WireRequest {
  url: string;
  contentType: string | undefined;
  body: Buffer | undefined;
}

/** In what the live platform takes parameters beside a form, which no source says. */
export type CarriageRules = Pick<FshowsRules, 'takesQueryParameters' | 'takesJsonBody' | 'takesContentObject'>;

/** Strictly, the parameters are those of the form (reference fshows 3); all else is taken only where it is tolerated. */
export function gatewayRequest(wire: WireRequest, rules: CarriageRules): FshowsRequest {
  const asked = rules.takesQueryParameters ? form(wire.url.split('?')[1] ?? '') : [];
  const body = wire.body?.toString('utf8') ?? '';
  if (isForm(wire.contentType)) return plain(new Map([...asked, ...form(body)]));
  if (isJson(wire.contentType) && rules.takesJsonBody) {
    return jsonRequest(body, asked, rules.takesContentObject);
  }
  return plain(new Map(asked));
}

/** Without a content type the body is taken for a form, as the simplest of clients sends it. */
function isForm(contentType: string | undefined): boolean {
  return !contentType || /^application\/x-www-form-urlencoded\b/i.test(contentType);
}

function isJson(contentType = ''): boolean {
  return /^application\/json\b/i.test(contentType);
}

function form(encoded: string): [string, string][] {
  return [...new URLSearchParams(encoded)];
}

function plain(parameters: ReadonlyMap<string, string>): FshowsRequest {
  return { parameters, signedContents: [parameters.get('content') ?? ''] };
}

/** The members that are texts; `content` as an object is signed as it was written, or as its shortest JSON (reference 11). */
function jsonRequest(body: string, asked: readonly [string, string][], takesObject: boolean): FshowsRequest {
  const members = objectIn(body);
  if (!members) return plain(new Map(asked));
  const texts = Object.entries(members).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const parameters = new Map([...asked, ...texts]);
  const { content } = members;
  if (!takesObject || typeof content !== 'object' || content === null) return plain(parameters);
  const written = memberText(body, 'content');
  return { parameters: parameters.set('content', written), signedContents: [written, JSON.stringify(content)] };
}

function objectIn(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The characters of a member's value as they stand in `json`, which has been parsed before; JSON is ECMAScript. */
function memberText(json: string, name: string): string {
  const object = parseExpressionAt(json, 0, { ecmaVersion: 2020 });
  if (object.type !== 'ObjectExpression') return '';
  const member = object.properties.findLast(
    (property) => property.type === 'Property' && property.key.type === 'Literal' && property.key.value === name,
  );
  return member?.type === 'Property' ? json.slice(member.value.start, member.value.end) : '';
}
