import { valueCompiler } from './attribute-value';
import type { AxmlDocument, SjsImport } from './axml-document';
import type { AxmlNode } from './axml-tree';
import type { Report } from './diagnostic';
import { emitChildren } from './emit-children';
import { emitElement } from './emit-element';
import type { Emitter } from './emitter';
import type { Scope } from './expression';
import { fileScheme } from './module-names';

/** Writes the `import` statements of a document's SJS modules and gives the scope in which they are known. */
function sjsImports(sjs: readonly SjsImport[], fresh: (name: string) => string): { code: string[]; scope: Scope } {
  const scope = new Map<string, string>();
  const code = sjs.map(({ file, bindings }) => {
    const clauses = bindings.map(({ exported, local }) => {
      const variable = fresh(local);
      scope.set(local, variable);
      return `${exported} as ${variable}`;
    });
    return `import { ${clauses.join(', ')} } from ${JSON.stringify(fileScheme + file)};`;
  });
  return { code, scope };
}

/** All documents whose templates `document` can reach, itself first; each once, since files may import each other. */
function reachable(document: AxmlDocument): AxmlDocument[] {
  const found = new Set<AxmlDocument>();
  const visit = (next: AxmlDocument): void => {
    if (found.has(next)) return;
    found.add(next);
    next.imports.forEach(visit);
  };
  visit(document);
  return [...found];
}

/**
 * Writes the module of one page or component: `export function render(s, c)`, where `s` is the data scope and `c` the
 * instance's context, and `r` are the helpers of `runtime/render-helpers.ts`. Templates from other files are written into
 * the module too, because the tags in them mean the components of the file that uses them.
 *
 * @param componentOf id of the component a tag means here, or undefined for a built-in
 */
export function generateAxml(
  document: AxmlDocument,
  componentOf: (tag: string) => string | undefined,
  report: Report,
): string {
  let count = 0;
  const fresh = (name: string): string => {
    count += 1;
    return `${name.replace(/\W/g, '_')}$${count}`;
  };
  const value = valueCompiler(report);

  const emitterFor = (templates: string): Emitter => {
    const emitter: Emitter = {
      report,
      value,
      componentOf,
      fresh,
      templates,
      children: (nodes: readonly AxmlNode[], scope: Scope) => children(nodes, scope),
      element: (node, scope) => element(node, scope),
    };
    const children = emitChildren(emitter);
    const element = emitElement(emitter);
    return emitter;
  };

  const documents = reachable(document);
  const lines: string[] = ['const r = __miniRuntime.render;'];
  const own = new Map(documents.map((each, index) => [each, `own${index}`]));
  const visible = new Map(documents.map((each, index) => [each, `visible${index}`]));
  for (const each of documents) {
    const { code, scope } = sjsImports(each.sjs, fresh);
    lines.unshift(...code);
    const emitter = emitterFor(visible.get(each) ?? '');
    const templates = [...each.templates].map(
      ([name, node]) => `${JSON.stringify(name)}: (s, c) => ${emitter.children(node.children, scope)}`,
    );
    lines.push(`const ${own.get(each)} = {${templates.join(',\n')}};`);
    if (each === document) lines.push(`export const render = (s, c) => ${emitter.children(each.nodes, scope)};`);
  }
  for (const each of documents) {
    const tables = [...each.imports, each].map((table) => `...${own.get(table)}`);
    lines.push(`const ${visible.get(each)} = {${tables.join(', ')}};`);
  }
  return lines.join('\n');
}
