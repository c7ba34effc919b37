import { type TransformFailure, transformSync } from 'esbuild';
import type { Report, SourceFile } from './diagnostic';

/** An object of a JSON file; nothing is known of its values. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is an object of JSON: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses a JSON file whose top is an object; anything else is reported and read as `{}`. */
export function parseJson(source: SourceFile, report: Report): JsonObject {
  try {
    const value: unknown = JSON.parse(source.text.replace(/^\uFEFF/, ''));
    if (isObject(value)) return value;
    report.error(source, 0, 'must hold a JSON object');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    reportSyntax(source, report);
  }
  return {};
}

/** JSON.parse does not always say where the mistake is; esbuild does. */
function reportSyntax(source: SourceFile, report: Report): void {
  try {
    transformSync(source.text, { loader: 'json', logLevel: 'silent' });
    report.error(source, 0, 'is not valid JSON');
  } catch (failure) {
    for (const { text, location } of (failure as TransformFailure).errors) {
      const before = source.text.split('\n').slice(0, (location?.line ?? 1) - 1);
      report.error(source, before.join('\n').length + Math.sign(before.length) + (location?.column ?? 0), text);
    }
  }
}

/** Where a string stands in a JSON file, for pointing at it; 0 when it is not there. */
export function offsetOfString(source: SourceFile, value: string): number {
  return Math.max(0, source.text.indexOf(JSON.stringify(value)));
}
