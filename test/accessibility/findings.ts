/**
 * What would keep people from using a page, found by machine: the serious rules of WCAG 2.2 AA that a browser can decide. Names
 * and roles are read from Chromium's own accessibility tree, colours and sizes from what it draws. It does not replace a person
 * with a screen reader.
 */
import type { CDPSession, Page } from 'playwright-core';
import { drawnFindings } from './drawn-findings';

export interface Finding {
  rule: Rule;
  /** Where, in words that find it again. */
  where: string;
}

export type Rule =
  /** What is operated says what it does (4.1.2). */
  | 'control-name'
  /** What is operated can be reached by keyboard and switch (2.1.1). */
  | 'control-focus'
  /** Pictures say what they show, or are hidden from assistive technology (1.1.1). */
  | 'picture-name'
  /** A page has a heading, and levels do not skip (1.3.1). */
  | 'headings'
  /** What is hidden from assistive technology cannot be focused (4.1.2). */
  | 'hidden-focus'
  /** Text stands out from its ground: 4.5, large text 3 (1.4.3). */
  | 'contrast'
  /** What is tapped is at least 24 pixels high and wide (2.5.8). */
  | 'target-size'
  /** Text half as large again is neither cut off nor wider than the screen (1.4.4). */
  | 'text-size';

interface AxNode {
  nodeId: string;
  ignored: boolean;
  role?: { value?: string };
  name?: { value?: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
  backendDOMNodeId?: number;
}

const OPERATED = new Set(
  'button link textbox searchbox checkbox radio switch tab menuitem option combobox slider spinbutton'.split(' '),
);
const NAMED = new Set(['dialog', 'alertdialog', 'radiogroup', 'tablist']);

/** Every serious finding in what `selector` names; none is the only good number. */
export async function findings(page: Page, selector: string): Promise<Finding[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const nodes = await treeOf(session, selector);
    const drawn = await page.evaluate(drawnFindings, selector);
    return [...nodes.flatMap(controlFindings), ...headingFindings(nodes), ...drawn];
  } finally {
    await session.detach();
  }
}

/** The accessibility tree below an element, in reading order, without what assistive technology does not see. */
async function treeOf(session: CDPSession, selector: string): Promise<AxNode[]> {
  await session.send('Accessibility.enable');
  const { root } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { node } = await session.send('DOM.describeNode', { nodeId });
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  const byId = new Map(nodes.map((one) => [one.nodeId, one]));
  const top = nodes.find((one) => one.backendDOMNodeId === node.backendNodeId);
  if (!top) throw new Error(`${selector} is not in the accessibility tree`);
  const below = (one: AxNode): AxNode[] => [
    one,
    ...(one.childIds ?? []).flatMap((id) => {
      const child = byId.get(id);
      return child ? below(child) : [];
    }),
  ];
  return below(top).filter((one) => !one.ignored);
}

function controlFindings(node: AxNode): Finding[] {
  const role = String(node.role?.value ?? '');
  const name = String(node.name?.value ?? '').trim();
  const where = `${role} ${JSON.stringify(name)}`;
  const has = (property: string): boolean =>
    node.properties?.some((one) => one.name === property && one.value.value === true) ?? false;
  if (role === 'image') return name === '' ? [{ rule: 'picture-name', where }] : [];
  if (NAMED.has(role)) return name === '' ? [{ rule: 'control-name', where }] : [];
  if (!OPERATED.has(role)) return [];
  return [
    ...(name === '' ? [{ rule: 'control-name' as const, where }] : []),
    ...(has('focusable') || has('disabled') ? [] : [{ rule: 'control-focus' as const, where }]),
  ];
}

function headingFindings(nodes: AxNode[]): Finding[] {
  const levels = nodes.filter((node) => node.role?.value === 'heading').map(levelOf);
  if (levels.length === 0) return [{ rule: 'headings', where: 'no heading' }];
  const skips = levels.filter((level, index) => level - (levels[index - 1] ?? level) > 1);
  return skips.map((level) => ({ rule: 'headings', where: `a level before ${level} is missing` }));
}

function levelOf(node: AxNode): number {
  return Number(node.properties?.find(({ name }) => name === 'level')?.value.value ?? 2);
}
