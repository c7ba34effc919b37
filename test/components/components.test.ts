interface Definition {
  props: Record<string, unknown>;
  methods?: Record<string, (event?: unknown) => void>;
}

/** The real component file, with the given props in place of its defaults. */
function mount(name: string, props: Record<string, unknown> = {}) {
  let definition: Definition = { props: {} };
  Object.assign(globalThis, {
    Component: (given: Definition) => {
      definition = given;
    },
  });
  jest.isolateModules(() => require(`../../components/${name}/${name}`));
  const instance = { props: { ...definition.props, ...props } };
  return (method: string, event?: unknown) => definition.methods?.[method]?.call(instance, event);
}

describe('the quantity stepper', () => {
  test.each([
    ['onAdd', 0, [{ id: 'tea', value: 1 }]],
    ['onAdd', 98, [{ id: 'tea', value: 99 }]],
    ['onAdd', 99, []],
    ['onRemove', 2, [{ id: 'tea', value: 1 }]],
    ['onRemove', 1, [{ id: 'tea', value: 0 }]],
  ])('%s at %p raises %j', (method, value, expected) => {
    const changes: unknown[] = [];
    const call = mount('quantity-stepper', {
      itemId: 'tea',
      value,
      onChange: (change: unknown) => changes.push(change),
    });
    call(method);
    expect(changes).toEqual(expected);
  });
});

/** What the platform, or a component within, hands to a method. */
const EVENTS = {
  onInput: { detail: { value: '龙井' } },
  onTap: { currentTarget: { dataset: { id: 'paid' } } },
  onChange: { id: 'tea', value: 2 },
  onChoose: { id: 'tea', value: 2 },
  onWrite: { id: 'tea', value: 2 },
};

describe('a component passes its event on', () => {
  test.each([
    ['pay-bar', 'onAction', 'onAction', undefined],
    ['pending-bar', 'onTap', 'onTap', undefined],
    ['empty-state', 'onAction', 'onAction', undefined],
    ['order-card', 'onTap', 'onOpen', { id: 'ORDER1' }],
    ['order-line', 'onChange', 'onChange', { id: 'tea', value: 2 }],
    ['goods-card', 'onChange', 'onChange', { id: 'tea', value: 2 }],
    ['search-field', 'onInput', 'onSearch', { text: '龙井' }],
    ['search-field', 'onClear', 'onSearch', { text: '' }],
    ['note-field', 'onInput', 'onWrite', { text: '龙井' }],
    ['choice-row', 'onTap', 'onChoose', { id: 'paid' }],
    ['refund-sheet', 'onChoose', 'onChoose', { id: 'tea', value: 2 }],
    ['refund-sheet', 'onWrite', 'onWrite', { id: 'tea', value: 2 }],
    ['refund-sheet', 'onSubmit', 'onSubmit', undefined],
    ['refund-sheet', 'onClose', 'onClose', undefined],
  ])('%s: %s raises %s', (name, method, event, detail) => {
    const raised: unknown[] = [];
    const call = mount(name, { order: { orderNo: 'ORDER1' }, [event]: (given: unknown) => raised.push(given) });
    call(method, EVENTS[method as keyof typeof EVENTS]);
    expect(raised).toEqual([detail]);
  });

  test.each([
    'pay-bar',
    'pending-bar',
    'empty-state',
    'order-card',
    'order-line',
    'goods-card',
    'quantity-stepper',
    'search-field',
    'note-field',
    'choice-row',
    'refund-sheet',
  ])('%s without a listener raises nothing and does not fail', (name) => {
    const call = mount(name);
    for (const method of ['onAction', 'onTap', 'onAdd', 'onRemove', 'onChange', 'onInput', 'onChoose', 'onWrite'])
      expect(() => call(method, EVENTS[method as keyof typeof EVENTS])).not.toThrow();
  });
});
