import type { Report, SourceFile } from './diagnostic';

export type JsonObject = Record<string, unknown>;

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
    const { message } = error as Error;
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? source.text.length);
    report.error(source, offset, message.replace(/ in JSON at position.*/, ''));
  }
  return {};
}

/** Where a string stands in a JSON file, for pointing at it; 0 when it is not there. */
export function offsetOfString(source: SourceFile, value: string): number {
  return Math.max(0, source.text.indexOf(JSON.stringify(value)));
}
