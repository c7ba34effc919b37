import { Parser } from 'htmlparser2';
import type { Report, SourceFile } from './diagnostic';
import { mustacheEnd } from './mustache';

/** Offsets count UTF-16 units from the start of the file; without a value both are that of the name. */
export interface AxmlAttribute {
  name: string;
  /** `true` when the attribute has no value, which AXML reads as the boolean. */
  value: string | true;
  offset: number;
  valueOffset: number;
}

/** Text between tags, `{{ }}` as written. */
export interface AxmlText {
  kind: 'text';
  text: string;
  offset: number;
  source: SourceFile;
}

/** A tag and what is inside it. `offset` is that of its `<`. */
export interface AxmlElement {
  kind: 'element';
  tag: string;
  attributes: AxmlAttribute[];
  children: AxmlNode[];
  offset: number;
  source: SourceFile;
}

/** What a file consists of; comments make no node. */
export type AxmlNode = AxmlText | AxmlElement;

/** Stands for `<` inside `{{ }}`, where XML would see a tag; one unit long, so that offsets stay true. */
const hiddenLess = '\uE000';

/** Hides `<` in `{{a < b}}`. Comments are stepped over, since braces in them mean nothing. */
function hideLess(text: string): string {
  let out = '';
  let at = 0;
  for (const found of text.matchAll(/<!--[\s\S]*?-->|\{\{/g)) {
    if (found.index < at || found[0] !== '{{') continue;
    const end = mustacheEnd(text, found.index + 2);
    if (end === -1) continue;
    out += text.slice(at, found.index) + text.slice(found.index, end).replaceAll('<', hiddenLess);
    at = end;
  }
  return out + text.slice(at);
}

const showLess = (text: string): string => text.replaceAll(hiddenLess, '<');

function readAttribute(name: string, value: string, hasValue: boolean, text: string, offset: number): AxmlAttribute {
  if (!hasValue) return { name, value: true, offset, valueOffset: offset };
  const afterEquals = text.indexOf('=', offset + name.length) + 1;
  const spaces = /^\s*["']?/.exec(text.slice(afterEquals))?.[0].length ?? 0;
  return { name, value: showLess(value), offset, valueOffset: afterEquals + spaces };
}

/** Parses AXML in XML mode: names keep their case, and `<title>` is a tag like any other. */
export function parseAxml(source: SourceFile, report: Report): AxmlNode[] {
  const text = hideLess(source.text);
  const roots: AxmlNode[] = [];
  const open: AxmlElement[] = [];
  let attributes: AxmlAttribute[] = [];
  const siblings = (): AxmlNode[] => open.at(-1)?.children ?? roots;

  const parser = new Parser(
    {
      onopentagname: () => {
        attributes = [];
      },
      onattribute: (name, value, quote) => {
        const twice = attributes.some((known) => known.name === name);
        if (twice) report.error(source, parser.startIndex, `the attribute "${name}" is given twice`);
        else attributes.push(readAttribute(name, value, quote !== undefined, text, parser.startIndex));
      },
      onopentag: (tag) => {
        const element: AxmlElement = {
          kind: 'element',
          tag,
          attributes,
          children: [],
          offset: parser.startIndex,
          source,
        };
        siblings().push(element);
        open.push(element);
      },
      onclosetag: (tag, isImplied) => {
        const element = open.pop();
        // The parser calls the end of <a/> implied too.
        const isSelfClosed = text.slice(parser.endIndex - 1, parser.endIndex + 1) === '/>';
        if (isImplied && !isSelfClosed && element) report.error(source, element.offset, `<${tag}> is never closed`);
      },
      ontext: (piece) => {
        const last = siblings().at(-1);
        if (last?.kind === 'text') last.text += showLess(piece);
        else siblings().push({ kind: 'text', text: showLess(piece), offset: parser.startIndex, source });
      },
    },
    { xmlMode: true },
  );
  // The parser passes over an end tag that nothing opened.
  const closeTag = parser.onclosetag.bind(parser);
  parser.onclosetag = (start, end) => {
    const tag = text.slice(start, end);
    if (!open.some((element) => element.tag === tag)) report.error(source, start - 2, `</${tag}> closes nothing`);
    closeTag(start, end);
  };
  parser.end(text);
  return roots;
}

/** The attribute of exactly that name; undefined when the element has none. */
export function attributeOf(element: AxmlElement, name: string): AxmlAttribute | undefined {
  return element.attributes.find((attribute) => attribute.name === name);
}

/** Text between tags that holds nothing but white space makes no node. */
export function isBlank(node: AxmlNode): boolean {
  return node.kind === 'text' && node.text.trim() === '';
}
