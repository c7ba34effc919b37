import { isVendored } from '../runtime/vendored';

/** A file as people know it: a path relative to the mini-program root, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One finding in a source file. Lines and columns count from 1; `frame` shows the lines around the place. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  message: string;
  file: string;
  line: number;
  column: number;
  frame: string;
}

/** Collects findings of one compilation. `offset` counts UTF-16 units from the start of the file. */
export interface Report {
  error(source: SourceFile, offset: number, message: string): void;
  warning(source: SourceFile, offset: number, message: string): void;
  add(diagnostic: Diagnostic): void;
  list(): Diagnostic[];
}

/** Line and column of an offset, both counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

/** Two lines of context above, one below, and a caret under the place. */
export function frameAt(text: string, line: number, column: number): string {
  const lines = text.split('\n');
  const first = Math.max(1, line - 2);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  const out: string[] = [];
  for (let n = first; n <= last; n += 1) {
    out.push(`${n === line ? '>' : ' '} ${String(n).padStart(width)} | ${lines[n - 1] ?? ''}`);
    if (n === line) out.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1))}^`);
  }
  return out.join('\n');
}

/** A finding with its place and the lines around it; `offset` counts UTF-16 units from the start of the file. */
export function diagnosticAt(
  severity: Diagnostic['severity'],
  source: SourceFile,
  offset: number,
  message: string,
): Diagnostic {
  const { line, column } = positionAt(source.text, offset);
  return { severity, message, file: source.path, line, column, frame: frameAt(source.text, line, column) };
}

/** A finding for a terminal: `file:line:column`, severity and message, then the lines around the place. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, message, frame } = diagnostic;
  return `${file}:${line}:${column}: ${severity}: ${message}\n${frame}`;
}

/** Finding the same thing at the same place twice (a template used by two pages) is reported once. */
export function report(): Report {
  const found = new Map<string, Diagnostic>();
  const add = (diagnostic: Diagnostic): void => {
    const { severity, file, line, column, message } = diagnostic;
    if (severity === 'warning' && isVendored(file)) return;
    found.set(`${file}:${line}:${column}:${message}`, diagnostic);
  };
  return {
    add,
    error: (source, offset, message) => add(diagnosticAt('error', source, offset, message)),
    warning: (source, offset, message) => add(diagnosticAt('warning', source, offset, message)),
    list: () => [...found.values()],
  };
}
