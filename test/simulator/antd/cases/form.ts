import type { Page } from 'playwright-core';
import type { Case, Step } from '../../conformance/case';
import { click, press, sees, seesNot } from '../antd-case';

const parts = ['Input', 'Stepper', 'RadioGroup', 'CheckboxGroup', 'Switch', 'Selector', 'Rate', 'Textarea'] as const;
const tagOf = (part: string): string => `form-${part.toLowerCase()}`;
const fillName: Step = (page: Page) => page.locator('a-page[data-page-top] input').first().fill('Li');

const axml = `
<form-input label="Name" name="name" required ref="join"/>
<form-stepper label="Count" name="count" ref="join"/>
<form-radiogroup label="Way" name="way" options="{{options}}" ref="join"/>
<form-checkboxgroup label="Extras" name="extras" options="{{options}}" ref="join"/>
<form-switch label="Gift" name="gift" ref="join"/>
<form-selector label="Size" name="size" options="{{sizes}}" ref="join"/>
<view id="submit" onTap="submit">submit</view><view id="reset" onTap="reset">reset</view>`;

const js = `
import { Form } from 'antd-mini/es/Form/form';
const options = [{ label: 'One', value: '1' }, { label: 'Two', value: '2' }];
Page({
  data: { options, sizes: [{ text: 'Small', value: 's' }, { text: 'Large', value: 'l' }] },
  onLoad() {
    this.form = new Form({ rules: { name: [{ required: true, message: 'Who is it?' }] }, initialValues: { count: 1, gift: false } });
  },
  join(item) { this.form.addItem(item); },
  async submit() {
    try { log(await this.form.submit()); } catch { log('refused'); }
  },
  reset() { this.form.reset(); log(this.form.getFieldValue('name') || 'empty'); },
});`;

/** A form of antd-mini: items by ref, rules, values, reset. */
export const formCases: readonly Case[] = [
  {
    rule: 'Form works',
    axml,
    js,
    json: {
      usingComponents: Object.fromEntries(
        parts.map((part) => [tagOf(part), `antd-mini/es/Form/Form${part}/index`] as const),
      ),
    },
    steps: [
      press('submit'),
      sees('Who is it?'),
      fillName,
      seesNot('Who is it?'),
      click('.ant-stepper .ant-icon-AddOutline'),
      click('.ant-radio-group >> text=Two'),
      click('.ant-checkbox-group >> text=One'),
      click('.ant-switch'),
      press('Large'),
      press('submit'),
      press('reset'),
    ],
    logs: ['refused', { name: 'Li', count: 2, way: '2', extras: ['1'], gift: true, size: 'l' }, 'empty'],
  },
];
