/** Finds what Node.js 14.0 does not have in the text of a script: syntax by parsing it, functions by their names. */
import { parse } from 'acorn';

/** Methods that nothing older has under the same name. `at` of arrays is not among them: the doors bring it (host/array-at.ts). */
const YOUNG_METHODS = new Set(
  `replaceAll hasOwn groupBy findLast findLastIndex toSorted toReversed toSpliced isWellFormed toWellFormed fromAsync withResolvers
  randomUUID hkdf hkdfSync getRandomValues subtle canParse parseArgs stripVTControlCharacters toUSVString getBuiltinModule
  setUncaughtExceptionCaptureCallback scheduler`.split(/\s+/),
);
/** Globals that came later. */
const YOUNG_GLOBALS = new Set(
  `fetch Headers Request Response FormData Blob File structuredClone AbortController AbortSignal Event EventTarget BroadcastChannel
  MessageChannel performance crypto navigator WeakRef FinalizationRegistry AggregateError WebSocket CompressionStream TextDecoderStream
  ReadableStream DOMException atob btoa`.split(/\s+/),
);
/** What a young class has as a function of its own. */
const YOUNG_STATICS = new Set([
  'Promise.any',
  'Promise.try',
  'AbortSignal.timeout',
  'Array.fromAsync',
  'RegExp.escape',
]);
/**
 * Modules of Node.js 14.0 that a function may ask for; without `node:`, which `require` knows only since 14.18. The package is the
 * runtime's own on Cloudbase.
 */
const MODULES = new Set('buffer crypto fs http https net path url util zlib @alipay/faas-server-sdk'.split(' '));
const YOUNG_ENCODINGS = new Set(['base64url']);

interface Node {
  type: string;
  [field: string]: unknown;
}

/** One line for each thing that is too young; throws a SyntaxError for syntax that is. */
export function youngApis(source: string): string[] {
  const found: string[] = [];
  const program = parse(source, { ecmaVersion: 2020, sourceType: 'script' }) as unknown as Node;
  visit(program, (node, parent) => found.push(...faultsOf(node, parent)));
  return found;
}

function faultsOf(node: Node, parent: Node | null): string[] {
  if (node.type === 'CallExpression' && nameOf(node.callee) === 'require') return moduleFault(node);
  if (node.type === 'Literal' && YOUNG_ENCODINGS.has(String(node.value))) return [`the encoding ${node.value}`];
  if (node.type === 'MemberExpression') return memberFault(node);
  if (node.type !== 'Identifier' || isOnlyAName(node, parent)) return [];
  return YOUNG_GLOBALS.has(String(node.name)) ? [`the global ${node.name}`] : [];
}

function moduleFault(call: Node): string[] {
  const [argument] = call.arguments as Node[];
  return MODULES.has(String(argument?.value)) ? [] : [`require(${JSON.stringify(argument?.value)})`];
}

function memberFault(member: Node): string[] {
  const property = nameOf(member.property);
  if (member.computed || property === null) return [];
  const full = `${nameOf(member.object)}.${property}`;
  return YOUNG_METHODS.has(property) || YOUNG_STATICS.has(full) ? [full] : [];
}

/** A property or a key, which says nothing about what is global. */
function isOnlyAName(node: Node, parent: Node | null): boolean {
  if (parent?.type === 'MemberExpression') return parent.property === node && !parent.computed;
  return parent?.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand;
}

function nameOf(node: unknown): string | null {
  const { type, name } = node as Node;
  return type === 'Identifier' ? String(name) : null;
}

function visit(node: Node, meet: (node: Node, parent: Node | null) => void, parent: Node | null = null): void {
  meet(node, parent);
  for (const child of Object.values(node).flat()) {
    if (typeof (child as Node | null)?.type === 'string') visit(child as Node, meet, node);
  }
}
