import * as v from 'valibot';
import { faultRuleSchema } from '../fault/fault-rule';
import type { FaultDesk } from '../fault/faults';
import { refusal } from './control-refusal';
import { id, presetInput } from './input-schemas';
import { faultReply, presetReply } from './reply-schemas';
import { get, post, type Route } from './route';

/** Making the sandbox wrong on purpose. */
export function faultRoutes(faults: FaultDesk): Route[] {
  const list = v.object({ faults: v.array(faultReply) });
  return [
    get('/api/presets', {
      summary: 'Faults by the names people call them',
      reply: v.object({ presets: v.array(presetReply) }),
      handle: () => ({ presets: faults.presets() }),
    }),
    get('/api/faults', {
      summary: 'Rules in the order of adding, with how often each matched and struck',
      reply: list,
      handle: () => ({ faults: faults.list() }),
    }),
    post('/api/faults', {
      summary: 'Adds a rule',
      input: faultRuleSchema,
      reply: faultReply,
      refusals: ['fault_exists'],
      handle: (rule) =>
        rule.id !== undefined && faults.has(rule.id)
          ? refusal('fault_exists', 'There is already a fault with this id.')
          : faults.add(rule),
    }),
    post('/api/faults/use', {
      summary: 'Adds the rules of a preset, for everything or for some trades only',
      input: presetInput,
      reply: list,
      refusals: ['preset_not_found'],
      handle: ({ preset, ...scope }) =>
        faults.isPreset(preset)
          ? { faults: faults.use(preset, scope) }
          : refusal('preset_not_found', 'GET /api/presets lists the presets.'),
    }),
    post('/api/faults/remove', {
      summary: 'Removes a rule',
      input: v.object({ id }),
      reply: list,
      refusals: ['fault_not_found'],
      handle: (rule) =>
        faults.remove(rule.id)
          ? { faults: faults.list() }
          : refusal('fault_not_found', 'GET /api/faults lists the faults.'),
    }),
    post('/api/faults/clear', {
      summary: 'Removes every rule',
      reply: list,
      handle() {
        faults.clear();
        return { faults: [] };
      },
    }),
  ];
}
