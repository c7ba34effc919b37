import { SourceMap } from 'node:module';

/**
 * Where a place of the mini-program's script comes from, as `file:line:column`; null when no source has it. Lines and columns count
 * from 1, as in a stack.
 */
export function sourcePlace(sourceMap: string, query: string): string | null {
  const asked = new URLSearchParams(query);
  const [line, column] = [Number(asked.get('line')), Number(asked.get('column'))];
  if (sourceMap === '' || !(line > 0 && column > 0)) return null;
  const entry = new SourceMap(JSON.parse(sourceMap)).findEntry(line - 1, column - 1);
  if (!('originalSource' in entry)) return null;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
