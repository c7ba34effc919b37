import { type AxmlElement, type AxmlNode, type AxmlText, attributeOf, isBlank } from './axml-tree';
import type { Report } from './diagnostic';

const conditions = ['a:if', 'a:elif', 'a:else'] as const;
type Condition = (typeof conditions)[number];

/** An a:if with the a:elif and a:else that follow it. */
export interface IfChain {
  kind: 'chain';
  branches: { condition: Condition; element: AxmlElement }[];
}

/** A node once each a:if has been joined with its a:elif and a:else. */
export type FlowNode = AxmlText | AxmlElement | IfChain;

function conditionOf(element: AxmlElement, report: Report): Condition | null {
  const given = conditions.filter((name) => attributeOf(element, name));
  const second = given[1] ? attributeOf(element, given[1]) : undefined;
  if (second) report.error(element.source, second.offset, `no multiple condition: ${given.join(' and ')} on one node`);
  return given[0] ?? null;
}

/**
 * A loop on the same node goes around its a:if (reference 2.1), and a slot's scope is known only inside it: such a node starts
 * no chain.
 */
function standsAlone(element: AxmlElement, condition: Condition): boolean {
  return condition === 'a:if' && ['a:for', 'slot-scope'].some((name) => attributeOf(element, name));
}

/** Puts a:if chains together and drops blank text. */
export function groupFlow(nodes: readonly AxmlNode[], report: Report): FlowNode[] {
  const out: FlowNode[] = [];
  for (const node of nodes) {
    if (isBlank(node)) continue;
    const condition = node.kind === 'element' ? conditionOf(node, report) : null;
    if (node.kind === 'text' || condition === null || standsAlone(node, condition)) {
      out.push(node);
      continue;
    }
    const last = out.at(-1);
    if (condition === 'a:if') {
      out.push({ kind: 'chain', branches: [{ condition, element: node }] });
    } else if (last?.kind === 'chain' && last.branches.at(-1)?.condition !== 'a:else') {
      last.branches.push({ condition, element: node });
    } else {
      const place = attributeOf(node, condition)?.offset ?? node.offset;
      report.error(node.source, place, `${condition} must follow an element with a:if or a:elif`);
    }
  }
  return out;
}
