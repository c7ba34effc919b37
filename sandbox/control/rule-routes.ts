import * as v from 'valibot';
import { type AlipayRules, RULES } from '../alipay/rules';
import { FSHOWS_RULES, type FshowsRules } from '../fshows/rules';
import type { Rule } from '../rules/rule';
import type { Control } from './control';
import { get, post, type Route } from './route';

/** What is assumed about the two gateways, and what else it may be. */
export function ruleRoutes(control: Control): Route[] {
  const alipay = rulesReply(RULES, 'is no rule; GET /api/rules names all');
  const fshows = rulesReply(FSHOWS_RULES, 'is no rule; GET /api/fshows/rules names all');
  return [
    get('/api/rules', {
      summary: 'How everything stands that is assumed about Alipay',
      reply: alipay,
      handle: control.rules,
    }),
    post('/api/rules', {
      summary: 'Switches the rules that are named, until a reset; answers how all stand then',
      input: v.partial(alipay),
      reply: alipay,
      handle: (change) => control.setRules(change as Partial<AlipayRules>),
    }),
    get('/api/fshows/rules', {
      summary: 'How everything stands that is assumed about Fshows',
      reply: fshows,
      handle: control.fshowsRules,
    }),
    post('/api/fshows/rules', {
      summary: 'Switches the rules of Fshows that are named, until a reset; answers how all stand then',
      input: v.partial(fshows),
      reply: fshows,
      handle: (change) => control.setFshowsRules(change as Partial<FshowsRules>),
    }),
  ];
}

/** Rules as they stand: every name with a value that it takes. */
function rulesReply(table: Readonly<Record<string, Rule>>, message: string) {
  const described = Object.entries(table).map(([name, { schema, title, usual }]) => [
    name,
    v.pipe(schema, v.description(`${title}; ${JSON.stringify(usual)} unless told otherwise`)),
  ]);
  return v.strictObject(Object.fromEntries(described) as Record<string, v.GenericSchema>, message);
}
