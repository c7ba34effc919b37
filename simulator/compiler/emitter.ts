import type { ValueCompiler } from './attribute-value';
import type { AxmlElement, AxmlNode } from './axml-tree';
import { positionAt, type Report } from './diagnostic';
import type { Scope } from './expression';

/** What the parts of the AXML generator share while they write one module. */
export interface Emitter {
  report: Report;
  value: ValueCompiler;
  /** Id of the component a tag means, or undefined for a built-in. */
  componentOf(tag: string): string | undefined;
  /** JavaScript array of the nodes' output. */
  children(nodes: readonly AxmlNode[], scope: Scope): string;
  /** JavaScript for one element without its a:if and a:for. */
  element(element: AxmlElement, scope: Scope): string;
  /** A JavaScript name nothing else in the module has. */
  fresh(name: string): string;
  /** The variable that holds the templates a piece of AXML can use. */
  templates: string;
}

/** `"pages/a.axml:3:5"` as a JavaScript literal: where an element stands, for messages at run time. */
export function placeOf(element: AxmlElement): string {
  const { line, column } = positionAt(element.source.text, element.offset);
  return JSON.stringify(`${element.source.path}:${line}:${column}`);
}

/** `scope` with more names in it. */
export function extendScope(scope: Scope, names: Readonly<Record<string, string>>): Scope {
  return new Map([...scope, ...Object.entries(names)]);
}
