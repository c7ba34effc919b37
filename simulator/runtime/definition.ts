type Hook = (this: unknown, ...args: unknown[]) => unknown;
type Plain = Record<string, unknown>;

/** What `Page()` or `Component()` was given, with mixins merged in (reference mini-program 4.2). */
export interface Definition {
  props: Plain;
  /** One data object per call, since data may be a function. */
  data(self: unknown): Plain;
  methods: Record<string, Hook>;
  /** Life-cycle hooks by name, mixins' first. */
  hooks: Map<string, Hook[]>;
  observers: [pattern: string, hook: Hook][];
  /** Page life-cycle hooks inside a component. */
  pageEvents: Map<string, Hook[]>;
  /** Everything given as a mixin, for `hasMixin`. */
  mixins: Set<unknown>;
  /** Classes of the caller that may be used inside. */
  externalClasses: string[];
  ref: Hook | null;
  /** Other members, copied to the instance. */
  fields: Plain;
  options: Plain;
}

const componentHooks = ['onInit', 'deriveDataFromProps', 'didMount', 'didUpdate', 'didUnmount', 'onError'];
const lifetimeHooks: Readonly<Record<string, string>> = {
  created: 'onInit',
  attached: 'onInit',
  ready: 'didMount',
  detached: 'didUnmount',
};
const pageHooks = [
  ...['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload', 'onPullDownRefresh', 'onReachBottom', 'onPageScroll'],
  ...['onTitleClick', 'onTabItemTap', 'onShareAppMessage', 'onOptionMenuClick', 'onPopMenuClick', 'onPullIntercept'],
];
const sections = new Set([
  ...['props', 'data', 'methods', 'mixins', 'observers', 'lifetimes', 'pageEvents', 'rootEvents', 'events', 'options'],
  ...['relations', 'externalClasses', 'ref'],
]);

function plain(value: unknown): Plain {
  return typeof value === 'object' && value !== null ? (value as Plain) : {};
}

function functionsOf(value: unknown): [string, Hook][] {
  return Object.entries(plain(value)).filter((entry): entry is [string, Hook] => typeof entry[1] === 'function');
}

function addHook(hooks: Map<string, Hook[]>, name: string, hook: Hook): void {
  hooks.set(name, [...(hooks.get(name) ?? []), hook]);
}

function emptyDefinition(): Definition {
  const empty = { props: {}, methods: {}, observers: [], externalClasses: [], fields: {}, options: {}, ref: null };
  return { ...empty, data: () => ({}), hooks: new Map(), pageEvents: new Map(), mixins: new Set() };
}

function addData(into: Definition, data: unknown): void {
  const before = into.data;
  into.data = (self) => ({
    ...before(self),
    ...plain(typeof data === 'function' ? (data as Hook).call(self) : data),
  });
}

/** Lays `given` over what is there: own members win over mixins, hooks of all are kept. */
function addTo(into: Definition, given: Plain, hookNames: readonly string[]): void {
  for (const mixin of Array.isArray(given.mixins) ? given.mixins : []) {
    into.mixins.add(mixin);
    addTo(into, plain(mixin), hookNames);
  }
  Object.assign(into.options, plain(given.options));
  Object.assign(into.props, plain(given.props));
  addData(into, given.data);
  for (const [name, method] of functionsOf(given.methods)) into.methods[name] = method;
  for (const [pattern, hook] of functionsOf(given.observers)) into.observers.push([pattern, hook]);
  for (const [name, hook] of functionsOf(given.lifetimes)) {
    const known = lifetimeHooks[name];
    if (into.options.lifetimes === true && known) addHook(into.hooks, known, hook);
  }
  for (const [name, hook] of [...functionsOf(given.pageEvents), ...functionsOf(given.rootEvents)]) {
    addHook(into.pageEvents, name, hook);
  }
  if (Array.isArray(given.externalClasses)) into.externalClasses.push(...given.externalClasses.map(String));
  if (typeof given.ref === 'function') into.ref = given.ref as Hook;
  for (const [name, value] of Object.entries(given)) {
    if (sections.has(name)) continue;
    if (typeof value === 'function' && hookNames.includes(name)) addHook(into.hooks, name, value as Hook);
    else into.fields[name] = value;
  }
}

/** What Component() was given, over its mixins. Observers and outer classes hold only where its options say so. */
export function componentDefinition(given: Plain): Definition {
  const definition = emptyDefinition();
  addTo(definition, given, componentHooks);
  if (definition.options.observers !== true) definition.observers = [];
  if (definition.options.externalClasses !== true) definition.externalClasses = [];
  return definition;
}

/** Hooks of a page stand beside its methods or in `events`. */
export function pageDefinition(given: Plain): Definition {
  const definition = emptyDefinition();
  addTo(definition, given, pageHooks);
  for (const [name, hook] of functionsOf(given.events)) addHook(definition.hooks, name, hook);
  if (definition.options.observers !== true) definition.observers = [];
  return definition;
}
