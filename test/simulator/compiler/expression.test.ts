import { compileExpression, ExpressionProblem } from '../../../simulator/compiler/expression';

const string = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** What an expression gives for a data scope. */
function evaluate(text: string, data: Record<string, unknown>, locals: Record<string, string> = {}): unknown {
  const code = compileExpression(text, new Map(Object.entries(locals)));
  return new Function('s', 'r', `return ${code}`)(data, { string });
}

describe('expressions of reference mini-program 2.2', () => {
  const data = {
    a: 1,
    b: 2,
    no: false,
    none: null,
    list: [{ n: 'x' }, { n: 'y' }],
    name: 'n',
    deep: { in: { side: 7 } },
    text: 'Shouyin',
    add: (x: number, y: number) => x + y,
    point: { x: 1, y: 2 },
  };

  test.each`
    text                       | value
    ${'a'}                     | ${1}
    ${' a + b * 2 '}           | ${5}
    ${'(a + b) * 2'}           | ${6}
    ${'a - -b'}                | ${3}
    ${'7 % 4'}                 | ${3}
    ${'!no'}                   | ${true}
    ${'!!none'}                | ${false}
    ${'a < b && b >= 2'}       | ${true}
    ${'a == "1"'}              | ${true}
    ${'a === "1"'}             | ${false}
    ${'no || "else"'}          | ${'else'}
    ${'a ? "yes" : "no"'}      | ${'yes'}
    ${'no ? 1 : none ? 2 : 3'} | ${3}
    ${'list[1].n'}             | ${'y'}
    ${'list[0][name]'}         | ${'x'}
    ${'deep["in"].side'}       | ${7}
    ${'missing'}               | ${undefined}
    ${'missing.a.b[0].c'}      | ${undefined}
    ${'none.a'}                | ${undefined}
    ${'missing.call(1)'}       | ${undefined}
    ${'list?.length'}          | ${2}
    ${'text.substring(0, 4)'}  | ${'Shou'}
    ${'add(a, b)'}             | ${3}
    ${'[a, b, "c"]'}           | ${[1, 2, 'c']}
    ${'[...list, a].length'}   | ${3}
    ${'{a: 1}'}                | ${{ a: 1 }}
    ${' {a: {b: 1}} '}         | ${{ a: { b: 1 } }}
    ${'a, b'}                  | ${{ a: 1, b: 2 }}
    ${'a, c: b'}               | ${{ a: 1, c: 2 }}
    ${'...point, z: 3'}        | ${{ x: 1, y: 2, z: 3 }}
    ${'x: a'}                  | ${{ x: 1 }}
    ${'"}}" + a'}              | ${'}}1'}
    ${"'it\\'s'"}              | ${"it's"}
    ${'`${' + 'a} of `'}       | ${'1 of '}
    ${'undefined'}             | ${undefined}
    ${'true'}                  | ${true}
    ${'0.5'}                   | ${0.5}
    ${''}                      | ${undefined}
    ${'typeof a'}              | ${'number'}
    ${'none ?? "nothing"'}     | ${'nothing'}
  `('{{$text}} is $value', ({ text, value }) => {
    expect(evaluate(text, data)).toEqual(value);
  });

  test('names of loops and sjs modules win over data', () => {
    expect(evaluate('item.price + a', { item: 'data', a: 1 }, { item: '({price: 2})' })).toBe(3);
  });

  test.each`
    text                  | message                                                                    | offset
    ${'list.map(x => x)'} | ${'an arrow function cannot be used in AXML; move it into an .sjs module'} | ${9}
    ${'function(){}'}     | ${'a function cannot be used in AXML; move it into an .sjs module'}        | ${0}
    ${'a = 1'}            | ${'AXML cannot assign'}                                                    | ${0}
    ${'a++'}              | ${'AXML cannot assign'}                                                    | ${0}
    ${'new Date()'}       | ${'"new" cannot be used in AXML'}                                          | ${0}
    ${'this.a'}           | ${'"this" cannot be used in AXML; data and props are read by their names'} | ${0}
    ${'/x/.test(a)'}      | ${'a regular expression cannot be used in AXML'}                           | ${0}
    ${'a +'}              | ${'Unexpected token'}                                                      | ${3}
    ${'a b'}              | ${'Unexpected token'}                                                      | ${2}
  `('{{$text}} is refused: $message', ({ text, message, offset }) => {
    let problem: unknown;
    try {
      compileExpression(text, new Map());
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(ExpressionProblem);
    expect(problem).toMatchObject({ message, offset });
  });
});
