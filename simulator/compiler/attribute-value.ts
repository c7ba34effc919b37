import type { AxmlAttribute, AxmlElement } from './axml-tree';
import type { Report, SourceFile } from './diagnostic';
import { compileExpression, ExpressionProblem, type Scope } from './expression';
import { type MustachePart, splitMustache, UnclosedMustache } from './mustache';

/** Compiles texts that may hold `{{ }}`; problems go to the report, and the code then stands for undefined. */
export function valueCompiler(report: Report) {
  const split = (source: SourceFile, text: string, offset: number): MustachePart[] => {
    try {
      return splitMustache(text, offset);
    } catch (error) {
      if (!(error instanceof UnclosedMustache)) throw error;
      report.error(source, error.offset, error.message);
      return [];
    }
  };

  const expression = (source: SourceFile, part: MustachePart, scope: Scope): string => {
    try {
      return compileExpression(part.text, scope);
    } catch (error) {
      if (!(error instanceof ExpressionProblem)) throw error;
      report.error(source, part.offset + error.offset, error.message);
      return 'undefined';
    }
  };

  /** Text with expressions in it: a JavaScript string concatenation. */
  const mixed = (source: SourceFile, parts: readonly MustachePart[], scope: Scope): string =>
    parts
      .map((part) =>
        part.kind === 'text' ? JSON.stringify(part.text) : `r.string(${expression(source, part, scope)})`,
      )
      .join(' + ') || '""';

  return {
    /** The content of a text node. */
    text: (source: SourceFile, text: string, offset: number, scope: Scope): string =>
      mixed(source, split(source, text, offset), scope),

    /** An attribute: `true` without a value, the raw value of a lone `{{ }}`, else a string. */
    attribute: (element: AxmlElement, attribute: AxmlAttribute, scope: Scope): string => {
      if (attribute.value === true) return 'true';
      const parts = split(element.source, attribute.value, attribute.valueOffset);
      const [only] = parts;
      if (parts.length === 1 && only?.kind === 'expression') return expression(element.source, only, scope);
      return mixed(element.source, parts, scope);
    },

    /** The inside of an attribute that is one `{{ }}`, or null. */
    loneExpression: (element: AxmlElement, attribute: AxmlAttribute): string | null => {
      if (attribute.value === true) return null;
      const parts = split(element.source, attribute.value, attribute.valueOffset);
      return parts.length === 1 && parts[0]?.kind === 'expression' ? parts[0].text : null;
    },
  };
}

/** One for each compilation: it reports into that compilation's report. */
export type ValueCompiler = ReturnType<typeof valueCompiler>;
