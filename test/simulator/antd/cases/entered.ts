import type { Page } from 'playwright-core';
import { type AntdCase, click, drag, press, sees, seesNot, shows } from '../antd-case';

const fill =
  (text: string) =>
  (page: Page): Promise<void> =>
    page.locator('a-page[data-page-top] :is(input, textarea)').first().fill(text);
const scrollColumn = (index: number, row: number): string =>
  `document.querySelectorAll('[data-page-top] a-picker-view-column')[${index}].scrollTo({ top: ${row} * 34, behavior: 'instant' })`;
const wait = (ms: number): string => `new Promise((done) => setTimeout(done, ${ms}))`;
const options = [
  { label: 'One', value: '1' },
  { label: 'Two', value: '2' },
];
const texts = [
  { text: 'One', value: '1' },
  { text: 'Two', value: '2' },
];
const titles = [
  { title: 'One', value: '1' },
  { title: 'Two', value: '2' },
];
const march = Date.UTC(2026, 2, 1, 4);

/** Components people enter something into, or choose by. */
export const enteredCases: readonly AntdCase[] = [
  {
    name: 'Alphabet',
    axml: '<c alphabet="{{l}}" onScrollIntoView="change"/>',
    data: { l: ['A', 'B', 'C'] },
    steps: [press('B')],
    logs: [['change', 'B']],
  },
  {
    name: 'Calendar',
    axml: '<c defaultValue="{{v}}" monthRange="{{range}}" selectionMode="single" onChange="change"/>',
    data: { v: march, range: [march, march] },
    steps: [sees('2026年03月'), press('18'), 'getApp().log.map(([name, time]) => [name, new Date(time).getDate()])'],
    gives: [['change', 18]],
  },
  {
    name: 'Checkbox',
    axml: '<c onChange="change">Agree</c>',
    steps: [press('Agree'), press('Agree')],
    logs: [
      ['change', true],
      ['change', false],
    ],
  },
  {
    name: 'Checklist',
    axml: '<c options="{{l}}" value="{{v}}" onChange="change"/>',
    data: { l: titles, v: '1' },
    steps: [press('Two'), shows('.ant-icon-CheckOutline')],
    logs: [['change', '2', { title: 'Two' }]],
  },
  {
    name: 'Collapse',
    axml: '<c items="{{l}}" onChange="change"/>',
    data: { l: [{ title: 'Details', content: 'All of them' }] },
    steps: [press('Details'), sees('All of them')],
    logs: [['change', [0]]],
  },
  {
    name: 'Conversations',
    axml: '<c items="{{l}}" onItemTap="choose"/>',
    data: { l: [{ key: 'a', label: 'First talk', description: 'about tea' }] },
    steps: [sees('about tea'), press('First talk')],
    logs: [['choose', { key: 'a' }, 0]],
  },
  {
    name: 'DatePicker',
    axml: '<c placeholder="which day" min="{{from}}" max="{{to}}" precision="day" format="YYYY-MM-DD" onOk="done"/>',
    // Today is outside, so that the first day of the range is offered.
    data: { from: '2020-01-01', to: '2020-12-31' },
    steps: [
      press('which day'),
      sees('确定'),
      wait(400),
      scrollColumn(2, 9),
      wait(250),
      press('确定'),
      'getApp().log.map(([name, , text]) => [name, text])',
    ],
    gives: [['done', '2020-01-10']],
  },
  {
    name: 'ImageUpload',
    axml: '<c defaultFileList="{{l}}" maxCount="{{2}}" onRemove="done" onChange="change"/>',
    data: { l: [{ uid: 'a', url: '/images/empty.svg', status: 'done' }] },
    steps: [shows('.ant-image-upload-image'), click('.ant-image-upload-close')],
    logs: [
      ['done', { uid: 'a' }],
      ['change', []],
    ],
  },
  {
    name: 'IndexBar',
    axml: '<c items="{{l}}" onChange="change" vibrate="{{false}}"/>',
    data: { l: [{ label: 'A' }, { label: 'B' }] },
    steps: [press('B')],
    logs: [['change', { label: 'B' }, 1]],
  },
  {
    name: 'Input',
    axml: '<c placeholder="Name" allowClear onChange="change"/>',
    steps: [fill('Li'), click('.ant-icon-CloseCircleFill')],
    logs: [
      ['change', 'Li'],
      ['change', ''],
    ],
  },
  {
    name: 'NumberInput',
    axml: '<c title="Amount" value="{{v}}" quickAmounts="{{l}}" prefix="¥" onChange="change"/>',
    data: { v: '', l: ['100', '200'] },
    steps: [sees('Amount'), press('¥200')],
    logs: [['change', '200']],
  },
  {
    name: 'Picker',
    axml: '<c options="{{l}}" placeholder="choose one" title="Which?" onOk="change"/>',
    data: { l: ['tea', 'cake', 'cup'] },
    steps: [
      press('choose one'),
      sees('Which?'),
      wait(400),
      scrollColumn(0, 1),
      wait(250),
      press('确定'),
      seesNot('Which?'),
      sees('cake'),
    ],
    logs: [['change', 'cake', 'cake']],
  },
  {
    name: 'Postscript',
    axml: '<c title="Note" quickInputs="{{l}}" placeholder="say it" onChange="change"/>',
    data: { l: ['soon', 'later'] },
    steps: [sees('Note'), press('soon')],
    logs: [['change', 'soon']],
  },
  { name: 'Radio', axml: '<c onChange="change">Only this</c>', steps: [press('Only this')], logs: [['change', true]] },
  {
    name: 'Rate',
    axml: '<c defaultValue="{{1}}" onChange="change"/>',
    steps: [click('.ant-rate-star:nth-child(4), [class*=rate-star]:nth-of-type(4)')],
    logs: [['change', 4]],
  },
  {
    name: 'SelectContact',
    axml: '<c height="400px" allContactsList="{{l}}" recommendContactsList="{{r}}" onSelect="choose"/>',
    data: {
      l: [{ userId: '1', displayName: 'Li', loginId: 'li@x', avatar: '/images/empty.svg', nodes: [{ text: 'Li' }] }],
      r: [
        {
          name: 'All',
          personSource: 'all',
          value: [{ userId: '1', displayName: 'Li', loginId: 'li@x', avatar: '/images/empty.svg', nodes: [] }],
        },
      ],
    },
    steps: [sees('推荐'), press('Li')],
    logs: [['choose', { personSource: 'all' }]],
  },
  {
    name: 'Selector',
    axml: '<c options="{{l}}" onChange="change"/>',
    data: { l: texts },
    steps: [press('One'), press('Two')],
    logs: [
      ['change', '1', { text: 'One' }],
      ['change', '2', { text: 'Two' }],
    ],
  },
  {
    name: 'Sender',
    axml: '<c value="{{v}}" placeholder="Ask" onChange="change" onSubmit="done"/>',
    data: { v: '' },
    steps: [fill('Hello'), click('.ant-copilot-sender-content-button')],
    logs: [
      ['change', 'Hello'],
      ['done', 'Hello'],
    ],
  },
  {
    name: 'Slider',
    axml: '<view style="width: 220px"><c defaultValue="{{0}}" onAfterChange="done"/></view>',
    steps: [drag('.ant-slider', 40, 0), 'getApp().log.length === 1 && getApp().log[0][1] > 20'],
    gives: true,
  },
  {
    name: 'Stepper',
    axml: '<c value="{{v}}" min="{{0}}" max="{{3}}" onChange="change"/>',
    data: { v: 1 },
    steps: [
      click('.ant-icon-AddOutline'),
      click('.ant-icon-AddOutline'),
      click('.ant-icon-AddOutline'),
      click('.ant-icon-MinusOutline'),
    ],
    logs: [
      ['change', 2],
      ['change', 3],
      ['change', 2],
    ],
  },
  {
    name: 'SwipeAction',
    axml: '<c rightButtons="{{l}}" onSwipeEnd="done" onButtonTap="choose"><view style="height: 48px">Row to swipe</view></c>',
    data: { l: [{ text: 'Delete', width: 150, bgColor: '#f00' }] },
    steps: [
      sees('Row to swipe'),
      wait(200),
      drag('.ant-swipe-action-movable-content-view', -120, 0),
      wait(500),
      press('Delete'),
    ],
    logs: [
      ['done', { direction: 'right', swiped: true }],
      ['choose', { direction: 'right', btnIdx: 0 }],
    ],
  },
  {
    name: 'Switch',
    axml: '<c onChange="change"/>',
    steps: [click('.ant-switch'), click('.ant-switch')],
    logs: [
      ['change', true],
      ['change', false],
    ],
  },
  {
    name: 'TabBar',
    axml: '<c items="{{l}}" defaultCurrent="{{0}}" onChange="change"/>',
    data: {
      l: [
        { text: 'Home', icon: 'HeartOutline' },
        { text: 'Mine', icon: 'UserOutline' },
      ],
    },
    steps: [press('Mine')],
    logs: [['change', 1]],
  },
  {
    name: 'Tabs',
    axml: '<c items="{{l}}" current="{{v}}" onChange="change">tab {{v}}</c>',
    data: { l: [{ title: 'First' }, { title: 'Second' }], v: 0 },
    steps: [press('Second'), sees('tab 1')],
    logs: [['change', 1]],
  },
  {
    name: 'Terms',
    axml: '<c type="check" terms="{{l}}" buttons="{{b}}" termPrefix="I agree to" onTermTap="tap" onCheckChange="change" onButtonTap="done"/>',
    data: { l: [{ name: 'the terms' }], b: [{ text: 'Go on', type: 'primary' }] },
    steps: [press('the terms'), click('.ant-checkbox-item-base, a-checkbox, [class*=checkbox]'), press('Go on')],
    logs: [
      ['tap', { name: 'the terms' }, 0],
      ['change', true],
      ['done', { text: 'Go on' }, 0, true],
    ],
  },
  {
    name: 'ThoughtChain',
    axml: '<c items="{{l}}" collapsible onExpand="change"/>',
    data: { l: [{ key: 'a', title: 'Thinking', content: 'of tea' }] },
    steps: [sees('of tea'), press('Thinking'), seesNot('of tea')],
  },
  {
    name: 'Checkbox/CheckboxGroup',
    axml: '<c options="{{l}}" onChange="change"/>',
    data: { l: options },
    steps: [press('One'), press('Two')],
    logs: [
      ['change', ['1']],
      ['change', ['1', '2']],
    ],
  },
  {
    name: 'Radio/RadioGroup',
    axml: '<c options="{{l}}" defaultValue="1" onChange="change"/>',
    data: { l: options },
    steps: [press('Two')],
    logs: [['change', '2']],
  },
  {
    name: 'Input/Textarea',
    axml: '<c placeholder="Say" onChange="change"/>',
    steps: [fill('two words')],
    logs: [['change', 'two words']],
  },
];
