import {
  type AnyNode,
  type Expression,
  type Identifier,
  parseExpressionAt,
  type SpreadElement,
  type TemplateLiteral,
} from 'acorn';

/** Maps a name in AXML to the JavaScript that reads it; names it does not know are read from the data scope. */
export type Scope = ReadonlyMap<string, string>;

/** An expression that AXML does not have; `offset` is relative to the expression's text. */
export class ExpressionProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The real compiler refuses these (reference mini-program 2.2). */
const refused: Readonly<Record<string, string>> = {
  ArrowFunctionExpression: 'an arrow function cannot be used in AXML; move it into an .sjs module',
  FunctionExpression: 'a function cannot be used in AXML; move it into an .sjs module',
  AssignmentExpression: 'AXML cannot assign',
  UpdateExpression: 'AXML cannot assign',
  NewExpression: '"new" cannot be used in AXML',
  ClassExpression: 'a class cannot be used in AXML',
  ThisExpression: '"this" cannot be used in AXML; data and props are read by their names',
  SequenceExpression: 'AXML has no comma operator',
  TaggedTemplateExpression: 'a tagged template cannot be used in AXML',
  AwaitExpression: '"await" cannot be used in AXML',
  ImportExpression: '"import()" cannot be used in AXML',
};

const constants = new Set(['undefined', 'NaN', 'Infinity']);

interface Parsed {
  node: Expression;
  /** How many characters stand before the text in what acorn saw. */
  shift: number;
}

function tryParse(before: string, text: string, after: string): Parsed {
  const whole = `${before}${text}\n${after}`;
  const node = parseExpressionAt(whole, 0, { ecmaVersion: 'latest', preserveParens: true });
  if (whole.slice(node.end).trim() !== '') throw new ExpressionProblem('unexpected text', node.end - before.length);
  const inner = node.type === 'ParenthesizedExpression' ? node.expression : node;
  return { node: inner, shift: before.length };
}

/** `(text)` first; what fails or is a comma list is the body of an object: `a, b: c, ...d` (reference 2.2). */
function parse(text: string): Parsed {
  let problem: unknown;
  try {
    const plain = tryParse('(', text, ')');
    if (plain.node.type !== 'SequenceExpression') return plain;
  } catch (error) {
    problem = error;
  }
  try {
    return tryParse('({', text, '})');
  } catch (error) {
    throw syntaxProblem(problem ?? error, text);
  }
}

function syntaxProblem(error: unknown, text: string): ExpressionProblem {
  if (error instanceof ExpressionProblem) return error;
  const { message, pos } = error as { message: string; pos?: number };
  return new ExpressionProblem(
    message.replace(/ \(\d+:\d+\)$/, ''),
    Math.min(Math.max(0, (pos ?? 1) - 1), text.length),
  );
}

type Print = (node: AnyNode) => string;

/** What the parts of the printer share. */
interface Printer {
  scope: Scope;
  /** How many characters stand before the text in what acorn saw. */
  shift: number;
  print: Print;
}

function refuse(node: AnyNode, shift: number): never {
  const isPattern = node.type === 'Literal' && 'regex' in node;
  const message = isPattern
    ? 'a regular expression cannot be used in AXML'
    : (refused[node.type] ?? `"${node.type}" is not part of the AXML expression language`);
  throw new ExpressionProblem(message, node.start - shift);
}

function identifier(node: Identifier, scope: Scope): string {
  const local = scope.get(node.name);
  if (local !== undefined) return local;
  return constants.has(node.name) ? node.name : `s.${node.name}`;
}

function property(node: AnyNode, { print, shift }: Printer): string {
  if (node.type === 'SpreadElement') return print(node);
  if (node.type !== 'Property' || node.kind !== 'init' || node.method) return refuse(node, shift);
  const { key } = node;
  const name = key.type === 'Identifier' ? JSON.stringify(key.name) : print(key);
  return `${node.computed ? `[${print(key)}]` : name}: ${print(node.value)}`;
}

function template(node: TemplateLiteral, print: Print): string {
  const pieces = node.quasis.map((quasi, index) => {
    const expression = node.expressions[index];
    return JSON.stringify(quasi.value.cooked ?? '') + (expression ? ` + r.string(${print(expression)}) + ` : '');
  });
  return `(${pieces.join('')})`;
}

function list(nodes: readonly (Expression | SpreadElement | null)[], print: Print): string {
  return nodes.map((node) => (node ? print(node) : '')).join(', ');
}

function printCompound(node: AnyNode, printer: Printer): string {
  const { print } = printer;
  switch (node.type) {
    case 'ArrayExpression':
      return `[${list(node.elements, print)}]`;
    case 'ObjectExpression':
      return `({${node.properties.map((one) => property(one, printer)).join(', ')}})`;
    case 'SpreadElement':
      return `...${print(node.argument)}`;
    case 'TemplateLiteral':
      return template(node, print);
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return print(node.expression);
    default:
      return refuse(node, printer.shift);
  }
}

/** Reads never throw, because every member access is optional. */
function printNode(node: AnyNode, printer: Printer): string {
  const { print, scope, shift } = printer;
  switch (node.type) {
    case 'Identifier':
      return identifier(node, scope);
    case 'Literal':
      return 'regex' in node && node.regex ? refuse(node, shift) : String(node.raw);
    case 'MemberExpression': {
      const name = node.property.type === 'Identifier' && !node.computed ? node.property.name : null;
      return `${print(node.object)}?.${name ?? `[${print(node.property)}]`}`;
    }
    case 'CallExpression':
      return `${print(node.callee)}?.(${list(node.arguments, print)})`;
    case 'UnaryExpression': {
      const isAllowed = ['!', '-', '+', 'typeof'].includes(node.operator);
      return isAllowed ? `(${node.operator} ${print(node.argument)})` : refuse(node, shift);
    }
    case 'BinaryExpression':
    case 'LogicalExpression':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case 'ConditionalExpression':
      return `(${print(node.test)} ? ${print(node.consequent)} : ${print(node.alternate)})`;
    default:
      return printCompound(node, printer);
  }
}

/**
 * JavaScript for the inside of one `{{ }}`. The code reads data from `s` and helpers from `r`.
 *
 * @throws ExpressionProblem for syntax errors and for what AXML does not have
 */
export function compileExpression(text: string, scope: Scope): string {
  if (text.trim() === '') return 'undefined';
  const { node, shift } = parse(text);
  const printer: Printer = { scope, shift, print: (inner) => printNode(inner, printer) };
  return printer.print(node);
}

/** The name when the expression is nothing but one, as in `data="{{item}}"`; otherwise null. */
export function loneIdentifier(text: string): string | null {
  return /^\s*[A-Za-z_$][\w$]*\s*$/.test(text) ? text.trim() : null;
}
