import { type AnyNode, type Options, type Program, parse } from 'acorn';
import { diagnosticAt, type Report, type SourceFile } from './diagnostic';

const syntax: Options = { ecmaVersion: 'latest', sourceType: 'module' };

/** Names SJS does not have, with what to write instead (reference mini-program 2.4). */
const missing: Readonly<Record<string, string>> = {
  my: 'sjs runs in the render layer and cannot call my.*',
  getApp: 'sjs cannot reach the app',
  window: 'sjs has no browser objects',
  document: 'sjs has no browser objects',
};

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof (value as AnyNode | null)?.type === 'string');
}

function walk(node: AnyNode, visit: (node: AnyNode, parent: AnyNode | null) => void, parent: AnyNode | null): void {
  visit(node, parent);
  for (const child of childrenOf(node)) walk(child, visit, node);
}

function parseSjs(source: SourceFile, report: Report): Program | null {
  try {
    return parse(source.text, syntax);
  } catch (error) {
    const { message, pos = 0 } = error as { message: string; pos?: number };
    report.add(diagnosticAt('error', source, pos, message.replace(/ \(\d+:\d+\)$/, '')));
    return null;
  }
}

function lint(node: AnyNode, parent: AnyNode | null, warn: (message: string) => void): void {
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier') {
    if (node.callee.name === 'Date') warn('sjs has no "new Date"; use getDate()');
    if (node.callee.name === 'RegExp') warn('sjs has no "new RegExp"; use getRegExp(pattern, flags)');
  }
  if (node.type === 'Literal' && 'regex' in node && node.regex) {
    warn('sjs has no regular expression literals; use getRegExp(pattern, flags)');
  }
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && parent) {
    const message = missing[node.object.name];
    if (message) warn(message);
  }
}

/** A stretch of source and what takes its place. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Applies edits from the end to the start, so that none moves the place of another. */
function edited(text: string, edits: readonly Edit[]): string {
  const fromEnd = [...edits].sort((a, b) => b.start - a.start);
  return fromEnd.reduce((code, edit) => code.slice(0, edit.start) + edit.text + code.slice(edit.end), text);
}

/**
 * Makes an SJS module run in a browser: `x.constructor` yields the name of the type, and `getDate` and `getRegExp` exist.
 */
export function compileSjs(source: SourceFile, report: Report): string {
  const program = parseSjs(source, report);
  if (!program) return 'export default {};';
  const edits: Edit[] = [];
  walk(
    program,
    (node, parent) => {
      lint(node, parent, (message) => report.warning(source, node.start, message));
      const isConstructor =
        node.type === 'MemberExpression' &&
        !node.computed &&
        node.property.type === 'Identifier' &&
        node.property.name === 'constructor';
      if (!isConstructor) return;
      edits.push({ start: node.object.start, end: node.object.start, text: '__miniRuntime.sjs.typeName(' });
      edits.push({ start: node.object.end, end: node.end, text: ')' });
    },
    null,
  );
  return `const { getDate, getRegExp } = __miniRuntime.sjs; ${edited(source.text, edits)}`;
}
