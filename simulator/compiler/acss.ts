import postcss, { type AtRule, CssSyntaxError, type Declaration, type Root, type Rule } from 'postcss';
import { domSelector } from '../runtime/dom-selector';
import { phoneLengths, scaledType } from '../runtime/lengths';
import { diagnosticAt, type Report, type SourceFile } from './diagnostic';
import type { Unit } from './project';
import { scopeSelector } from './scope-selector';
import type { Workspace } from './workspace';

interface AcssOptions {
  files: Workspace;
  report: Report;
  /** Whose style this is; app.acss is nobody's. */
  unit?: Unit;
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

/** The element of a component that has one of its own, `virtualHost: false`. */
const hostOf = (id: string): string => `a-component[data-host="${id}"]`;

/** Rules of a page stay on it; those of a page or component with `apply-shared` stay on what it draws itself. */
function placed(selector: string, { id, kind, json }: Unit): string {
  if (/:host\b/.test(selector)) return selector.replace(/:host\b(?:\(([^)]*)\))?/g, `${hostOf(id)}$1`);
  const isOwn = json.styleIsolation === 'apply-shared' && !/(^|\s)a-page(?![\w-])\S*$/.test(selector);
  const scoped = isOwn ? scopeSelector(selector, id) : selector;
  return kind === 'page' ? confine(scoped, id) : scoped;
}

function rewriteRule(rule: Rule, unit: Unit | undefined): void {
  const parent = rule.parent;
  if (parent?.type === 'atrule' && /keyframes$/.test((parent as AtRule).name)) return;
  rule.selectors = rule.selectors.map((selector) => {
    const dom = domSelector(selector.trim());
    return unit ? placed(dom, unit) : dom;
  });
}

function importedPath(rule: AtRule): string {
  return /^(?:url\()?\s*["']?([^"')]+)/.exec(rule.params)?.[1]?.trim() ?? '';
}

/**
 * Turns one .acss file and what it imports into CSS for the simulator's elements: tags become host elements, `rpx`
 * becomes a multiple of `--rpx`, and rules stay where `styleIsolation` and being a page's keep them (reference 3).
 */
export function compileAcss(file: string, options: AcssOptions): string {
  const { files, report, unit } = options;

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
  root.walkRules((rule) => rewriteRule(rule, unit));
  root.walkDecls((declaration) => {
    const value = phoneLengths(declaration.value);
    declaration.value = declaration.prop === 'font-size' ? scaledType(value) : value;
  });
  return root.toString();
}
