import * as v from 'valibot';
import { type AlipayRules, RULES, type RuleName } from '../alipay/rules';
import type { Control } from './control';
import { get, post, type Route } from './route';

type SchemaOf<Name extends RuleName> = (typeof RULES)[Name]['schema'];

/** Rules as they stand: every name with a value that it takes. */
const rulesReply = v.strictObject(schemas(), 'is no rule; GET /api/rules names all');

const rulesInput = v.partial(rulesReply);

/** What is assumed about Alipay, and what else it may be. */
export function ruleRoutes(control: Control): Route[] {
  return [
    get('/api/rules', {
      summary: 'How everything stands that is assumed about Alipay',
      reply: rulesReply,
      handle: control.rules,
    }),
    post('/api/rules', {
      summary: 'Switches the rules that are named, until a reset; answers how all stand then',
      input: rulesInput,
      reply: rulesReply,
      handle: (change) => control.setRules(change as Partial<AlipayRules>),
    }),
  ];
}

function schemas() {
  const described = Object.entries(RULES).map(([name, { schema, title, usual }]) => [
    name,
    v.pipe(schema as v.GenericSchema, v.description(`${title}; ${JSON.stringify(usual)} unless told otherwise`)),
  ]);
  return Object.fromEntries(described) as { [Name in RuleName]: SchemaOf<Name> };
}
