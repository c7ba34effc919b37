import { type AxmlElement, type AxmlNode, attributeOf, parseAxml } from './axml-tree';
import type { Report, SourceFile } from './diagnostic';
import type { Workspace } from './workspace';

/** One `<import-sjs>`: `name` is a variable for the default export or a pattern `{a, b: c}` for named ones. */
export interface SjsImport {
  /** The .sjs file on disk. */
  file: string;
  /** Exported name (`default` for the whole) and the name AXML uses. */
  bindings: { exported: string; local: string }[];
}

/** One AXML file with what it pulls in. Includes are pasted into `nodes`; imports are documents of their own. */
export interface AxmlDocument {
  source: SourceFile;
  nodes: AxmlNode[];
  templates: Map<string, AxmlElement>;
  sjs: SjsImport[];
  imports: AxmlDocument[];
}

function parseBindings(name: string): SjsImport['bindings'] {
  const pattern = /^\s*\{([\s\S]*)\}\s*$/.exec(name);
  if (!pattern) return [{ exported: 'default', local: name.trim() }];
  return (pattern[1] ?? '')
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [exported = '', local] = pair.split(':').map((word) => word.trim());
      return { exported, local: local ?? exported };
    });
}

/**
 * Loads AXML documents with their imports, includes and SJS modules. A file imported by several others is loaded once, and
 * files that import each other are fine.
 */
export function axmlLoader(files: Workspace, report: Report) {
  const loaded = new Map<string, AxmlDocument>();

  /** The file an element's attribute names, or null after saying why not. */
  const target = (element: AxmlElement, fromFile: string, name: string, extension: string): string | null => {
    const attribute = attributeOf(element, name);
    if (!attribute || attribute.value === true) {
      report.error(element.source, element.offset, `<${element.tag}> needs the attribute "${name}"`);
      return null;
    }
    const file = files.resolve(attribute.value, fromFile, [extension]);
    if (!file) {
      report.error(element.source, attribute.valueOffset, `cannot find "${attribute.value}" (${extension} file)`);
    }
    return file;
  };

  const addSjs = (element: AxmlElement, fromFile: string, document: AxmlDocument): void => {
    const file = target(element, fromFile, 'from', '.sjs');
    const name = attributeOf(element, 'name');
    if (!name || name.value === true) {
      report.error(element.source, element.offset, '<import-sjs> needs the attribute "name"');
    } else if (file) {
      document.sjs.push({ file, bindings: parseBindings(name.value) });
    }
  };

  const pasteInclude = (
    element: AxmlElement,
    fromFile: string,
    document: AxmlDocument,
    path: readonly string[],
  ): AxmlNode[] => {
    const file = target(element, fromFile, 'src', '.axml');
    if (!file) return [];
    if (path.includes(file)) {
      report.error(element.source, element.offset, `${files.nameOf(file)} includes itself`);
      return [];
    }
    return sift(parseAxml(files.read(file), report), file, document, [...path, file], false);
  };

  /** Takes imports and template definitions out of the nodes; `isOwn` is false in an included file. */
  const sift = (
    nodes: AxmlNode[],
    file: string,
    document: AxmlDocument,
    path: readonly string[],
    isOwn: boolean,
  ): AxmlNode[] =>
    nodes.flatMap((node): AxmlNode[] => {
      if (node.kind === 'text') return [node];
      if (node.tag === 'import-sjs') {
        addSjs(node, file, document);
        return [];
      }
      if (node.tag === 'import') {
        const imported = target(node, file, 'src', '.axml');
        if (imported) document.imports.push(load(imported));
        return [];
      }
      if (node.tag === 'include') return pasteInclude(node, file, document, path);
      node.children = sift(node.children, file, document, path, isOwn);
      const name = node.tag === 'template' ? attributeOf(node, 'name') : undefined;
      if (name === undefined || name.value === true) return [node];
      if (isOwn) document.templates.set(name.value, node);
      return [];
    });

  const load = (file: string): AxmlDocument => {
    const known = loaded.get(file);
    if (known) return known;
    const source = files.read(file);
    const document: AxmlDocument = { source, nodes: [], templates: new Map(), sjs: [], imports: [] };
    loaded.set(file, document);
    document.nodes = sift(parseAxml(source, report), file, document, [file], true);
    return document;
  };
  return load;
}
