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

interface Context {
  files: Workspace;
  report: Report;
}

/** A piece of AXML in work: the file it stands in, the document it becomes part of, and the includes around it. */
interface Place {
  file: string;
  document: AxmlDocument;
  includes: readonly string[];
}

/** The file an element's attribute names, or null after saying why not. */
function target(element: AxmlElement, name: string, extension: string, place: Place, context: Context): string | null {
  const { files, report } = context;
  const attribute = attributeOf(element, name);
  if (!attribute || attribute.value === true) {
    report.error(element.source, element.offset, `<${element.tag}> needs the attribute "${name}"`);
    return null;
  }
  const file = files.resolve(attribute.value, place.file, [extension]);
  if (!file) {
    report.error(element.source, attribute.valueOffset, `cannot find "${attribute.value}" (${extension} file)`);
  }
  return file;
}

function addSjs(element: AxmlElement, place: Place, context: Context): void {
  const file = target(element, 'from', '.sjs', place, context);
  const name = attributeOf(element, 'name');
  if (!name || name.value === true) {
    context.report.error(element.source, element.offset, '<import-sjs> needs the attribute "name"');
  } else if (file) {
    place.document.sjs.push({ file, bindings: parseBindings(name.value) });
  }
}

/**
 * Loads AXML documents with their imports, includes and SJS modules. A file imported by several others is loaded once, and
 * files that import each other are fine.
 */
export function axmlLoader(files: Workspace, report: Report) {
  const context: Context = { files, report };
  const loaded = new Map<string, AxmlDocument>();

  const pasteInclude = (element: AxmlElement, place: Place): AxmlNode[] => {
    const file = target(element, 'src', '.axml', place, context);
    if (!file) return [];
    const includes = [...place.includes, place.file];
    if (!includes.includes(file)) return sift(parseAxml(files.read(file), report), { ...place, file, includes });
    report.error(element.source, element.offset, `${files.nameOf(file)} includes itself`);
    return [];
  };

  /** Takes one element out if it is an import or a template's definition; an included file's templates are left behind. */
  const siftElement = (element: AxmlElement, place: Place): AxmlNode[] => {
    if (element.tag === 'import-sjs') {
      addSjs(element, place, context);
      return [];
    }
    if (element.tag === 'import') {
      const imported = target(element, 'src', '.axml', place, context);
      if (imported) place.document.imports.push(load(imported));
      return [];
    }
    if (element.tag === 'include') return pasteInclude(element, place);
    element.children = sift(element.children, place);
    const name = element.tag === 'template' ? attributeOf(element, 'name')?.value : undefined;
    if (typeof name !== 'string') return [element];
    if (place.includes.length === 0) place.document.templates.set(name, element);
    return [];
  };

  const sift = (nodes: AxmlNode[], place: Place): AxmlNode[] =>
    nodes.flatMap((node) => (node.kind === 'text' ? [node] : siftElement(node, place)));

  const load = (file: string): AxmlDocument => {
    const known = loaded.get(file);
    if (known) return known;
    const source = files.read(file);
    const document: AxmlDocument = { source, nodes: [], templates: new Map(), sjs: [], imports: [] };
    loaded.set(file, document);
    document.nodes = sift(parseAxml(source, report), { file, document, includes: [] });
    return document;
  };
  return load;
}
