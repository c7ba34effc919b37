import type { SandboxFault, SandboxPreset } from './sandbox';

type Rule = Readonly<Record<string, unknown>>;
const gateways = ['alipay', 'fshows'];

type TradeNumbers = { tradeNo: string; outTradeNo: string };

/** A preset that can still strike a trade which is open at the cashier. */
export interface TradePreset extends SandboxPreset {
  /** Strikes every call of every trade; any other is put on this trade alone. */
  isGlobal: boolean;
}

/** What can still happen to an open trade, in the order in which it does. Creating, bar codes and bills are no part of it. */
const stages = [
  'cashier.pay',
  'notify',
  'alipay.trade.query',
  'fshows.liquidation.alipay.trade.query',
  'alipay.trade.close',
  'fshows.liquidation.order.close',
  'alipay.trade.cancel',
  'alipay.trade.refund',
  'fshows.liquidation.pay.refund',
  'alipay.trade.fastpay.refund.query',
  'fshows.liquidation.pay.refund.query',
  'any call',
];

/** The presets that make sense for an open trade at one of the sandbox's gateways: what strikes it next comes first. */
export function tradePresets(presets: readonly SandboxPreset[], gateway = 'alipay'): TradePreset[] {
  return presets
    .filter(({ rules }) => rules.every((rule) => isOf(rule, gateway)))
    .map((preset) => ({ ...preset, isGlobal: preset.rules.every(isGlobalRule), stage: firstStage(preset) }))
    .filter(({ stage }) => stage < stages.length)
    .sort((one, other) => one.stage - other.stage)
    .map(({ stage: _stage, ...preset }) => preset);
}

/** Rules say whose they are, or name a method that begins with it; all others are everybody's. */
function isOf({ gateway: whose, method }: Rule, gateway: string): boolean {
  const [family = ''] = String(method ?? '').split('.');
  return (whose ?? gateway) === gateway && (!gateways.includes(family) || family === gateway);
}

function firstStage({ rules }: SandboxPreset): number {
  return Math.min(...rules.map((rule) => stages.indexOf(stageOf(rule))).filter((stage) => stage >= 0), stages.length);
}

function stageOf(rule: Rule): string {
  if (isGlobalRule(rule)) return 'any call';
  return String(rule.method ?? String(rule.kind).split('_')[0]);
}

/** Rules for calls name a method, a family of them by `*`, or none and thus all; rules for notifies and bills never do. */
function isGlobalRule({ kind, method }: Rule): boolean {
  if (/^(notify|bill)_/.test(String(kind))) return false;
  return method === undefined || String(method).endsWith('*');
}

/** Members that say which events a rule strikes: a rule that has one more of them than a preset's is another rule. */
const limits = ['gateway', 'method', 'cause', 'probability', 'nth', 'first', 'times', 'lastsMs'];

/** What is wrong with the sandbox right now, as one trade sees it. */
export interface FaultsInForce {
  presets: SandboxPreset[];
  /** How many rules more there are: for other trades, or of no preset. */
  otherRules: number;
}

/**
 * What is in force for the trade. The sandbox keeps rules and not whose they are, so presets are known by what their rules
 * say; thus those used elsewhere, or before this page was loaded again, are shown as well.
 */
export function faultsInForce(
  presets: readonly SandboxPreset[],
  faults: readonly SandboxFault[],
  trade: TradeNumbers,
): FaultsInForce {
  const concerned = faults.filter((fault) => isAbout(fault, trade));
  const explained = concerned.map((fault) => ({ fault, ...closestRule(presets, fault) }));
  const inForce = presets.filter((preset) => {
    const own = explained.filter((one) => one.preset === preset);
    const isWhole = preset.rules.every((rule) => own.some((one) => one.rule === rule));
    return isWhole && own.some(({ fault }) => !fault.isSpent);
  });
  const known = new Set(explained.filter(({ preset }) => preset && inForce.includes(preset)).map(({ fault }) => fault));
  return { presets: inForce, otherRules: faults.filter((fault) => !fault.isSpent && !known.has(fault)).length };
}

function isAbout(fault: SandboxFault, trade: TradeNumbers): boolean {
  const { tradeNo = trade.tradeNo, outTradeNo = trade.outTradeNo } = fault;
  return tradeNo === trade.tradeNo && outTradeNo === trade.outTradeNo;
}

/** Of the presets' rules that the fault could have come from, the one that says most. */
function closestRule(presets: readonly SandboxPreset[], fault: SandboxFault) {
  const candidates = presets.flatMap((preset) => preset.rules.map((rule) => ({ preset, rule })));
  const possible = candidates.filter(({ rule }) => isLike(fault, rule));
  possible.sort((one, other) => Object.keys(other.rule).length - Object.keys(one.rule).length);
  return possible[0] ?? { preset: undefined, rule: undefined };
}

/** The sandbox fills in defaults, so that a fault may say more than the rule it was made from. */
function isLike(fault: SandboxFault, rule: Rule): boolean {
  const said = new Set([...Object.keys(rule), ...limits]);
  return [...said].every((member) => JSON.stringify(fault[member]) === JSON.stringify(rule[member]));
}
