import { type AntdCase, click, press, sees, seesNot } from '../antd-case';

const opener = '<view id="open" onTap="open">open</view>';
const picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/%3E";

/** Components that lie over the page: they open, answer and close. */
export const overCases: readonly AntdCase[] = [
  {
    name: 'ActionSheet',
    axml: `${opener}<c visible="{{open}}" title="How?" actions="{{l}}" cancelText="Never" onAction="choose" onClose="close"/>`,
    data: { l: [{ text: 'Alipay' }, { text: 'Card' }] },
    steps: [press('open'), sees('How?'), press('Card'), seesNot('How?')],
    logs: [['close'], ['choose', { text: 'Card' }, 1]],
  },
  {
    name: 'Dialog',
    axml: `${opener}<c visible="{{open}}" title="Sure?" content="Think again" footer="{{f}}" onButtonTap="choose" onClose="close"/>`,
    data: {
      f: {
        layout: 'horizontal',
        buttons: [
          { text: 'No', type: 'default' },
          { text: 'Now', type: 'primary' },
        ],
      },
    },
    steps: [press('open'), sees('Think again'), press('Now')],
    logs: [['choose', { text: 'Now' }]],
  },
  {
    name: 'Feedback',
    axml: '<view style="margin-left: 100px"><c visible="{{open}}" type="popover" placement="bottom" title="Why?" list="{{l}}" onVisibleChange="toggle" onTapFeedItem="choose"><view>opinion</view></c></view>',
    data: { l: [{ id: 'a', text: 'Too dear' }] },
    steps: [press('opinion'), sees('Why?'), press('Too dear')],
    logs: [
      ['toggle', true],
      ['choose', { id: 'a' }],
    ],
  },
  {
    name: 'GuideTour',
    axml: '<c visible="{{true}}" items="{{l}}" defaultCurrent="{{0}}" onChange="change" onCancel="close"/>',
    data: {
      l: [
        { imageUrl: picture, top: 10, left: 10 },
        { imageUrl: `${picture}#2`, top: 20, left: 20 },
      ],
    },
    steps: [press('下一步'), press('知道了')],
    logs: [['change', 1], ['close']],
  },
  {
    name: 'Modal',
    axml: `${opener}<c visible="{{open}}" title="Safe" content="It is" primaryButtonText="Yes" cancelButtonText="No" onPrimaryButtonTap="choose" onCancelButtonTap="close" onClose="close"/>`,
    steps: [press('open'), sees('It is'), press('Yes'), press('No'), seesNot('It is')],
    logs: [['choose'], ['close']],
  },
  {
    name: 'NumberKeyboard',
    axml: '<c visible="{{true}}" value="{{v}}" onChange="change" onConfirm="done" confirmText="Pay"/>',
    data: { v: '' },
    steps: [press('7'), press('8'), click('.ant-icon-TextDeletionOutline'), press('Pay')],
    logs: [['change', '7'], ['change', '78'], ['change', '7'], ['done']],
  },
  {
    name: 'Popover',
    axml: '<c visible="{{open}}" content="A hint" placement="bottom" onVisibleChange="toggle"><view>what</view></c>',
    steps: [press('what'), sees('A hint'), press('what'), seesNot('A hint')],
    logs: [
      ['toggle', true],
      ['toggle', false],
    ],
  },
  {
    name: 'PopoverList',
    axml: '<c visible="{{open}}" placement="bottom" list="{{l}}" onVisibleChange="toggle" onTapItem="choose"><view>menu</view></c>',
    data: { l: [{ id: 'a', text: 'Scan', icon: 'ScanningOutline' }] },
    steps: [press('menu'), press('Scan')],
    logs: [
      ['toggle', true],
      ['choose', { id: 'a' }],
    ],
  },
  {
    name: 'Popup',
    axml: `${opener}<c visible="{{open}}" title="Lower" position="bottom" showClose onClose="close"><view>In it</view></c>`,
    steps: [press('open'), sees('In it'), click('.ant-icon-CloseOutline'), seesNot('In it')],
    logs: [['close']],
  },
  {
    name: 'Toast',
    axml: `${opener}<c visible="{{open}}" content="Saved" duration="{{300}}" type="success" onClose="close"/>`,
    steps: [press('open'), sees('Saved'), seesNot('Saved'), 'new Promise((done) => setTimeout(done, 100))'],
    // Once when its time is over, once when it has faded.
    logs: [['close'], ['close']],
  },
  {
    name: 'RareWordsKeyboard',
    axml: '<c visible="{{true}}" onChange="change" onClose="close"/>',
    steps: [
      press('Q'),
      press('I'),
      sees('QI'),
      click('.ant-rare-words-keyboard-match_words_item'),
      'getApp().log.map(([name]) => name)',
    ],
    gives: ['change', 'close'],
  },
];
