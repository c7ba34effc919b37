import { component, type RootFiles } from '../mini-root';
import type { Case } from './case';

/** Address of a case's page. */
export const pathOf = (index: number): string => `cases/${index}/page`;

const logger = 'const log = (...said) => getApp().log.push(said.length > 1 ? said.join(" ") : said[0]);';

/** A file of a case: beside its page, or anywhere with a leading slash. */
function place(index: number, path: string): string {
  return path.startsWith('/') ? path.slice(1) : `cases/${index}/${path}`;
}

function filesOf(one: Case, index: number): RootFiles {
  const { axml = '', js, data = {}, acss, json, components = {}, files = {} } = one;
  const at = pathOf(index);
  const tags = Object.keys(components);
  const using = Object.fromEntries(tags.map((tag) => [tag, `./${tag}`]));
  const made: RootFiles = {
    [`${at}.axml`]: axml,
    [`${at}.js`]: `${logger}\n${js ?? `Page({ data: ${JSON.stringify(data)} });`}`,
    [`${at}.json`]: { usingComponents: using, ...json },
    ...(acss ? { [`${at}.acss`]: acss } : {}),
  };
  for (const [tag, parts] of Object.entries(components)) {
    const script = `${logger}\n${parts.js ?? 'Component({});'}`;
    // A component may use the others of its case.
    const others = { usingComponents: Object.fromEntries(Object.entries(using).filter(([other]) => other !== tag)) };
    const { axml: inside = '<slot/>', json: own, acss: style } = parts;
    const whole = { axml: inside, js: script, json: { ...others, ...own }, ...(style ? { acss: style } : {}) };
    Object.assign(made, component(`cases/${index}/${tag}`, whole));
  }
  for (const [path, content] of Object.entries(files)) made[place(index, path)] = content;
  return made;
}

/** One mini-program whose pages are the cases; its home page is empty. */
export function caseRoot(cases: readonly Case[], more: RootFiles): RootFiles {
  return {
    'home.axml': '<view>home</view>',
    'home.js': 'Page({});',
    'tab.axml': '<view>tab</view>',
    'tab.js': 'Page({});',
    ...Object.assign({}, ...cases.map(filesOf)),
    ...more,
  };
}
