import { axmlScheme, fileScheme } from './module-names';
import type { Project, Unit } from './project';

const quoted = (text: string): string => JSON.stringify(text);

function loader(file: string): string {
  return `() => require(${quoted(fileScheme + file)})`;
}

function unitCode(unit: Unit): string {
  const render = unit.axml ? `() => require(${quoted(axmlScheme + unit.id)}).render` : '() => () => []';
  const json = JSON.stringify({ ...unit.json, usingComponents: undefined });
  const head = `id: ${quoted(unit.id)}, kind: ${quoted(unit.kind)}, file: ${quoted(unit.id)}, json: ${json}`;
  return `{ ${head}, load: ${loader(unit.script)}, render: ${render} }`;
}

/**
 * The module the bundle starts from. Scripts are required lazily: the runtime says which unit is next, then loads it,
 * because `Component()` and `Page()` are called while a script runs and do not know whose they are. A script that throws
 * spoils only its own unit.
 */
export function entryModule(project: Project): string {
  return `__miniRuntime.start({
  app: ${JSON.stringify(project.app)},
  loadApp: ${project.appScript ? loader(project.appScript) : 'null'},
  units: [\n${project.units.map((unit) => `    ${unitCode(unit)},`).join('\n')}\n  ],
});
`;
}
