import { component, onePage, type RunningRoot, simulatorBench } from '../mini-root';

const probe = 'getCurrentPages()[0]';
const drawn = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))';

describe('setData (reference mini-program 4.3)', () => {
  const bench = simulatorBench();
  let running: RunningRoot;

  beforeAll(async () => {
    running = await bench.runFiles(
      onePage(
        {
          axml: '<text id="out">x|{{a.b[0].c}}|{{list.length}}</text><counter id="one" value="{{a}}" class="x y"/>',
          js: `Page({
            data: { a: { b: [{ c: 1 }] }, list: [1, 2, 3], n: 0 },
            onLoad() { this.calls = []; },
          });`,
          json: { usingComponents: { counter: '/components/counter' } },
        },
        component('components/counter', {
          axml: '<text class="count">{{n}}/{{double}}</text>',
          js: `Component({
            options: { observers: true },
            data: { n: 0, double: 0, updates: 0 },
            observers: { n(value) { this.setData({ double: value * 2 }); }, 'value.**'() { this.seen = (this.seen || 0) + 1; } },
            didUpdate() { this.updates = (this.updates || 0) + 1; },
            methods: { add() { this.setData({ n: this.data.n + 1 }); } },
          });`,
        }),
      ),
    );
  });
  beforeEach(() => running.page.goto(running.url));
  afterAll(() => bench.close());

  const evaluate = (code: string): Promise<unknown> => running.page.evaluate(code);

  test.each`
    rule                                       | patch                              | path          | value
    ${'a path reaches into objects and lists'} | ${`{ 'a.b[0].c': 5 }`}             | ${'a.b[0].c'} | ${5}
    ${'missing parents are created'}           | ${`{ 'x.y[1].z': 5 }`}             | ${'x'}        | ${{ y: [null, { z: 5 }] }}
    ${'a path with quotes names a key'}        | ${`{ 'a["k.k"]': 1 }`}             | ${'a'}        | ${{ b: [{ c: 1 }], 'k.k': 1 }}
    ${'a list can grow by its index'}          | ${`{ 'list[3]': 4 }`}              | ${'list'}     | ${[1, 2, 3, 4]}
    ${'a whole value replaces'}                | ${`{ a: null }`}                   | ${'a'}        | ${null}
    ${'functions do not cross'}                | ${`{ a: { f() {}, n: 1 } }`}       | ${'a'}        | ${{ n: 1 }}
    ${'dates cross as text'}                   | ${`{ a: new Date(0) }`}            | ${'a'}        | ${'1970-01-01T00:00:00.000Z'}
    ${'undefined inside does not cross'}       | ${`{ a: { u: undefined, n: 1 } }`} | ${'a'}        | ${{ n: 1 }}
  `('$rule: $patch', async ({ patch, path, value }) => {
    expect(await evaluate(`${probe}.setData(${patch}), JSON.parse(JSON.stringify(${probe}.data.${path}))`)).toEqual(
      value,
    );
  });

  test('this.data is new at once, the screen a little later, the callback after that', async () => {
    const found = await evaluate(`new Promise((done) => {
      const out = () => document.querySelector('#out').textContent.split('|')[1];
      const self = ${probe};
      const seen = [];
      self.setData({ 'a.b[0].c': 2 }, function () { done([...seen, this === self, out()]); });
      seen.push(self.data.a.b[0].c, out());
    })`);
    expect(found).toEqual([2, '1', true, '2']);
  });

  test('the callback comes even when nothing is new', async () => {
    expect(await evaluate(`new Promise((done) => ${probe}.setData({ n: 0 }, () => done('called')))`)).toBe('called');
  });

  test('a list changed in place and set again is drawn', async () => {
    await evaluate(`${probe}.data.list.push(4), ${probe}.setData({ list: ${probe}.data.list }), ${drawn}`);
    expect(await running.page.locator('#out').textContent()).toMatch(/\|4$/);
  });

  test('changing what was set later changes nothing on the screen', async () => {
    const found = await evaluate(
      `(() => { const mine = [1]; ${probe}.setData({ list: mine }); mine.push(2); return ${probe}.data.list.length; })()`,
    );
    expect(found).toBe(1);
  });

  test('$spliceData cuts and inserts', async () => {
    expect(await evaluate(`${probe}.$spliceData({ list: [1, 1, 8, 9] }), ${probe}.data.list`)).toEqual([1, 8, 9, 3]);
  });

  test('setData in one turn makes one drawing', async () => {
    const found = await evaluate(`(async () => {
      const one = ${probe}.$selectComponent('#one');
      one.add(); one.add(); one.add();
      await ${drawn};
      return [one.updates, document.querySelector('.count').textContent];
    })()`);
    expect(found).toEqual([1, '3/6']);
  });

  test('components are found by id and class', async () => {
    const find = (selector: string): Promise<unknown> =>
      evaluate(`${probe}.$selectComponent('${selector}')?.is ?? null`);
    expect(await Promise.all(['#one', '.x', '.y', '#two'].map(find))).toEqual([
      'components/counter',
      'components/counter',
      'components/counter',
      null,
    ]);
  });

  test('an observer with ** sees changes inside, and equal values too', async () => {
    const found = await evaluate(`(async () => {
      const one = ${probe}.$selectComponent('#one');
      const before = one.seen;
      ${probe}.setData({ 'a.b[0].c': 9 });
      await ${drawn};
      return one.seen - before;
    })()`);
    expect(found).toBe(1);
  });

  test.each`
    what                  | patch                              | warning
    ${'undefined'}        | ${'{ n: undefined }'}              | ${'setData "n": undefined is not a value; use null'}
    ${'a function'}       | ${'{ n() {} }'}                    | ${'setData "n": a function cannot be sent to the view'}
    ${'a Map'}            | ${'{ n: new Map() }'}              | ${'setData "n": a Map or Set arrives in the view as {}'}
    ${'a circle'}         | ${'{ n: ((o) => (o.o = o))({}) }'} | ${'setData "n": a value that contains itself cannot be sent to the view'}
    ${'more than 256 KB'} | ${"{ n: 'x'.repeat(300 * 1024) }"} | ${'setData "n": about 300 KB in one setData; keep it under 256 KB'}
  `('$what is named in the console', async ({ patch, warning }) => {
    await evaluate(`${probe}.setData(${patch})`);
    expect(running.problems().join('\n')).toContain(`pages/index/index: ${warning}`);
  });
});
