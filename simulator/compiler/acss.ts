import postcss, { type AtRule, CssSyntaxError, type Declaration, type Root, type Rule } from 'postcss';
import { domSelector } from '../runtime/dom-selector';
import { phoneLengths } from '../runtime/lengths';
import { diagnosticAt, type Report, type SourceFile } from './diagnostic';
import type { Workspace } from './workspace';

interface AcssOptions {
  files: Workspace;
  report: Report;
  /** The page whose style this is; its rules apply inside that page only. */
  pagePath?: string;
}

type Placed = Rule | Declaration | AtRule;

function offsetOf(node: Placed): number {
  return node.source?.start?.offset ?? 0;
}

function parse(source: SourceFile, report: Report): Root | null {
  try {
    return postcss.parse(source.text, { from: source.path });
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error;
    const lines = source.text.split('\n').slice(0, (error.line ?? 1) - 1);
    const offset = lines.join('\n').length + (lines.length > 0 ? 1 : 0) + (error.column ?? 1) - 1;
    report.add(diagnosticAt('error', source, offset, error.reason));
    return null;
  }
}

/** What the real compiler does not take (reference mini-program 3). */
function lint(root: Root, source: SourceFile, report: Report): void {
  root.walkRules((rule) => {
    if (rule.selector.includes('[')) {
      report.warning(source, offsetOf(rule), 'attribute selectors are not supported in acss; use a class');
    }
  });
  root.walkDecls((declaration) => {
    for (const [, address = ''] of declaration.value.matchAll(/url\(\s*["']?([^"')]*)/g)) {
      if (/^(\/|https?:|data:|#)/.test(address)) continue;
      report.warning(source, offsetOf(declaration), `url(${address}) must be absolute, such as /images/x.png`);
    }
  });
}

/** Rules of a page do not reach other pages; `:where` keeps their weight as it is. */
function confine(selector: string, pagePath: string): string {
  const place = `a-page:where([data-path="${pagePath}"])`;
  const inPage = selector.replace(/(^|\s)a-page(?![\w-])/, `$1${place}`);
  return inPage === selector ? `:where(${place}) ${selector}` : inPage;
}

function rewriteRule(rule: Rule, pagePath: string | undefined): void {
  const parent = rule.parent;
  if (parent?.type === 'atrule' && /keyframes$/.test((parent as AtRule).name)) return;
  rule.selectors = rule.selectors.map((selector) => {
    const dom = domSelector(selector.trim());
    return pagePath === undefined ? dom : confine(dom, pagePath);
  });
}

function importedPath(rule: AtRule): string {
  return /^(?:url\()?\s*["']?([^"')]+)/.exec(rule.params)?.[1]?.trim() ?? '';
}

/**
 * Turns one .acss file and what it imports into CSS for the simulator's elements: tags become host elements, `rpx`
 * becomes a multiple of `--rpx`, and the rules of a page are confined to it.
 */
export function compileAcss(file: string, options: AcssOptions): string {
  const { files, report, pagePath } = options;

  const inline = (path: string, importers: readonly string[]): Root => {
    const source = files.read(path);
    const root = parse(source, report);
    if (!root) return postcss.root();
    lint(root, source, report);
    root.walkAtRules('import', (rule) => {
      const specifier = importedPath(rule);
      const target = files.resolve(specifier, path, ['.acss', '.css']);
      if (!target) report.error(source, offsetOf(rule), `cannot find "${specifier}"`);
      const isNew = target !== null && ![...importers, path].includes(target);
      if (isNew) rule.replaceWith(inline(target, [...importers, path]).nodes);
      else rule.remove();
    });
    return root;
  };

  const root = inline(file, []);
  root.walkRules((rule) => rewriteRule(rule, pagePath));
  root.walkDecls((declaration) => {
    declaration.value = phoneLengths(declaration.value);
  });
  return root.toString();
}
