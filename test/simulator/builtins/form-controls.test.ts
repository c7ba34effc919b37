import type { Locator } from 'playwright-core';
import { eventually } from '../eventually';
import { onePage, type RunningRoot, simulatorBench } from '../mini-root';

/** Every handler notes `[type, id of the control, detail]`. */
const js = `Page({
  data: {
    plain: 'first', controlled: 'fixed', upper: '', checked: true, on: false, chosen: 'b', picked: 1, slide: 20,
    cities: [{ name: '杭州' }, { name: '上海' }], focused: false,
  },
  note(e) { getApp().log.push([e.type, e.currentTarget.id, e.detail]); },
  toUpper(e) { this.setData({ upper: e.detail.value.toUpperCase() }); },
});`;

const axml = `
<form id="form" onSubmit="note" onReset="note">
  <input id="plain" name="plain" value="{{plain}}" placeholder="收货人" onInput="note" onFocus="note" onBlur="note" onConfirm="note"/>
  <input id="controlled" controlled value="{{controlled}}" onInput="note"/>
  <input id="upper" controlled value="{{upper}}" onInput="toUpper"/>
  <input id="short" maxlength="3"/>
  <input id="endless" maxlength="{{-1}}"/>
  <input id="money" type="digit" password/>
  <input id="off" disabled value="no"/>
  <input id="asked" focus="{{focused}}" value="abcd" cursor="2" onFocus="note"/>
  <textarea id="words" name="words" maxlength="20" onInput="note" onBlur="note" onConfirm="note"/>
  <textarea id="growing" auto-height show-count="{{false}}"/>
  <checkbox-group id="boxes" name="boxes" onChange="note">
    <checkbox id="box-a" value="a" checked/><checkbox id="box-b" value="b"/><checkbox id="box-c" value="c" disabled/>
  </checkbox-group>
  <radio-group id="radios" name="radios" onChange="note">
    <label id="label-a"><radio id="radio-a" value="a"/>A</label>
    <label id="label-b"><radio id="radio-b" value="b" checked/>B</label>
  </radio-group>
  <checkbox id="alone" checked="{{checked}}" onChange="note"/>
  <label id="for-alone" for="alone">for</label>
  <switch id="switch" name="switch" checked="{{on}}" onChange="note"/>
  <switch id="held" controlled checked="{{on}}" onChange="note"/>
  <slider id="slider" name="slider" value="{{slide}}" show-value onChange="note" onChanging="note"/>
  <picker id="picker" name="picker" title="城市" range="{{cities}}" range-key="name" value="{{picked}}" onChange="note"><text>选</text></picker>
  <button id="submit" form-type="submit" data-from="{{obj}}">提交</button>
  <button id="reset" form-type="reset">重置</button>
</form>`;

describe('form controls (reference mini-program 2.5)', () => {
  const bench = simulatorBench();
  let running: RunningRoot;

  const at = (id: string): Locator => running.page.locator(`#${id}`);
  const field = (id: string): Locator => at(id).locator('input, textarea, select');
  const setData = (data: object) => running.page.evaluate(`getCurrentPages()[0].setData(${JSON.stringify(data)})`);

  beforeAll(async () => {
    running = await bench.runFiles(onePage({ axml, js }, { 'app.js': 'App({ log: [] });' }));
  });
  beforeEach(async () => {
    await running.page.goto(running.url);
    await at('submit').waitFor();
  });
  afterAll(() => bench.close());

  describe('input', () => {
    test('raises focus, input with cursor, confirm, and blur because confirm lets go', async () => {
      await field('plain').focus();
      await running.page.keyboard.press('End');
      await running.page.keyboard.type('!');
      await running.page.keyboard.press('Enter');
      expect(await running.log()).toEqual([
        ['focus', 'plain', { value: 'first' }],
        ['input', 'plain', { value: 'first!', cursor: 6 }],
        ['confirm', 'plain', { value: 'first!' }],
        ['blur', 'plain', { value: 'first!' }],
      ]);
    });

    test('what was typed stays until the attribute changes', async () => {
      await field('plain').fill('typed');
      await setData({ slide: 30 });
      expect(await field('plain').inputValue()).toBe('typed');
      await setData({ plain: 'second' });
      expect(await field('plain').inputValue()).toBe('second');
    });

    test('a controlled input always shows its attribute', async () => {
      await field('controlled').fill('other');
      expect(await running.log()).toEqual([['input', 'controlled', { value: 'other', cursor: 5 }]]);
      await eventually(() => field('controlled').inputValue(), 'fixed');
    });

    test('a controlled input follows what the page makes of the typing, and keeps the cursor', async () => {
      await field('upper').fill('abc');
      await eventually(() => field('upper').inputValue(), 'ABC');
      await field('upper').evaluate((element) => (element as HTMLInputElement).setSelectionRange(1, 1));
      await running.page.keyboard.type('x');
      await eventually(() => field('upper').inputValue(), 'AXBC');
      expect(await field('upper').evaluate((element) => (element as HTMLInputElement).selectionStart)).toBe(2);
    });

    test.each`
      id           | typed  | kept
      ${'short'}   | ${5}   | ${3}
      ${'plain'}   | ${150} | ${140}
      ${'endless'} | ${150} | ${150}
    `('maxlength of #$id: of $typed characters $kept are kept', async ({ id, typed, kept }) => {
      await field(id).focus();
      await field(id).evaluate((element) => (element as HTMLInputElement).select());
      await running.page.keyboard.insertText('x'.repeat(typed));
      expect((await field(id).inputValue()).length).toBe(kept);
    });

    test('type and password choose keyboard and secrecy; disabled cannot be typed into', async () => {
      expect(await field('money').getAttribute('inputmode')).toBe('decimal');
      expect(await field('money').getAttribute('type')).toBe('password');
      expect(await field('off').isDisabled()).toBe(true);
    });

    test('focus puts the cursor where `cursor` says', async () => {
      await setData({ focused: true });
      await eventually(() => running.log(), [['focus', 'asked', { value: 'abcd' }]]);
      expect(await field('asked').evaluate((element) => (element as HTMLInputElement).selectionStart)).toBe(2);
    });

    test('the placeholder is there while the field is empty, also for assistive technology', async () => {
      await setData({ plain: '' });
      expect(await at('plain').textContent()).toBe('收货人');
      expect(await running.page.getByPlaceholder('收货人').count()).toBe(1);
      await field('plain').fill('王');
      expect(await at('plain').textContent()).toBe('');
    });
  });

  describe('textarea', () => {
    test('raises input, counts, and confirms when it loses focus', async () => {
      await field('words').fill('多放茶');
      await field('words').blur();
      expect(await running.log()).toEqual([
        ['input', 'words', { value: '多放茶', cursor: 3 }],
        ['blur', 'words', { value: '多放茶' }],
        ['confirm', 'words', { value: '多放茶' }],
      ]);
      expect(await at('words').textContent()).toBe('3/20');
    });

    test('grows with its text when auto-height', async () => {
      const height = () => field('growing').evaluate((element) => element.clientHeight);
      const before = await height();
      await field('growing').fill('1\n2\n3\n4');
      await eventually(async () => (await height()) > before * 2, true);
      expect(await at('growing').textContent()).toBe('');
    });
  });

  describe('choices', () => {
    test.each`
      what                                    | press          | logged
      ${'turning on adds to the group'}       | ${'box-b'}     | ${[['change', 'boxes', { value: ['a', 'b'] }]]}
      ${'turning off takes out of the group'} | ${'box-a'}     | ${[['change', 'boxes', { value: [] }]]}
      ${'a disabled box stays'}               | ${'box-c'}     | ${[]}
      ${'another radio brings its value'}     | ${'radio-a'}   | ${[['change', 'radios', { value: 'a' }]]}
      ${'the chosen radio stays chosen'}      | ${'radio-b'}   | ${[]}
      ${'a label works the control inside'}   | ${'label-a'}   | ${[['change', 'radios', { value: 'a' }]]}
      ${'a label works the control it names'} | ${'for-alone'} | ${[['change', 'alone', { value: false }]]}
      ${'a box alone brings on or off'}       | ${'alone'}     | ${[['change', 'alone', { value: false }]]}
      ${'a switch brings on or off'}          | ${'switch'}    | ${[['change', 'switch', { value: true }]]}
    `('$what', async ({ press, logged }) => {
      await at(press).click({ force: true });
      expect(await running.log()).toEqual(logged);
    });

    test('one radio goes off when another goes on', async () => {
      await at('radio-a').click();
      expect(await at('radio-a').getAttribute('aria-checked')).toBe('true');
      expect(await at('radio-b').getAttribute('aria-checked')).toBe('false');
    });

    test('a control follows its attribute when the page changes it', async () => {
      await setData({ checked: false, on: true });
      await eventually(() => at('alone').getAttribute('aria-checked'), 'false');
      expect(await at('switch').getAttribute('aria-checked')).toBe('true');
    });

    test('a controlled switch moves only when the page says so', async () => {
      await at('held').click();
      expect(await running.log()).toEqual([['change', 'held', { value: true }]]);
      expect(await at('held').getAttribute('aria-checked')).toBe('false');
      await setData({ on: true });
      await eventually(() => at('held').getAttribute('aria-checked'), 'true');
    });

    test.each(['box-b', 'radio-a', 'switch'])('#%s has its role and works by Space', async (id) => {
      await at(id).focus();
      await running.page.keyboard.press(' ');
      expect(await at(id).getAttribute('aria-checked')).toBe('true');
      expect(await at(id).getAttribute('role')).toMatch(/^(checkbox|radio|switch)$/);
    });

    test('a slider raises changing while it moves and change when let go', async () => {
      await field('slider').fill('55');
      expect(await running.log()).toEqual([
        ['changing', 'slider', { value: 55 }],
        ['change', 'slider', { value: 55 }],
      ]);
      expect(await at('slider').textContent()).toBe('55');
    });

    test('a picker brings the index of what was chosen', async () => {
      await running.page.getByRole('combobox', { name: '城市' }).selectOption('杭州');
      expect(await running.log()).toEqual([['change', 'picker', { value: 0 }]]);
    });
  });

  describe('form', () => {
    test('submit gathers every named control, and says which button it was', async () => {
      await field('plain').fill('王小明');
      await at('box-b').click();
      await at('submit').click();
      const log = (await running.log()) as unknown[];
      expect(log.at(-1)).toEqual([
        'submit',
        'form',
        {
          value: {
            plain: '王小明',
            words: '',
            boxes: ['a', 'b'],
            radios: 'b',
            switch: false,
            slider: 20,
            picker: 1,
          },
          buttonTarget: { dataset: expect.any(Object) },
        },
      ]);
    });

    test('reset puts every control back to its attribute', async () => {
      await field('plain').fill('王小明');
      await at('switch').click();
      await field('slider').fill('90');
      await at('reset').click();
      await eventually(() => field('plain').inputValue(), 'first');
      expect(await at('switch').getAttribute('aria-checked')).toBe('false');
      expect(await field('slider').inputValue()).toBe('20');
      expect(((await running.log()) as unknown[]).at(-1)).toEqual(['reset', 'form', {}]);
    });
  });
});
