import { type AntdCase, click, press, sees, shows } from '../antd-case';

const picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/%3E";

/** Components that show something, and at most tell of a tap. */
export const shownCases: readonly AntdCase[] = [
  {
    name: 'Actions',
    axml: '<c items="{{l}}" onItemTap="tap"/>',
    data: { l: [{ label: 'Copy', icon: 'HeartOutline' }] },
    steps: [click('.ant-copilot-actions-item')],
    logs: [['tap', { label: 'Copy', icon: 'HeartOutline' }]],
  },
  {
    name: 'AutoResize',
    axml: '<view style="width: 40px"><c text="a rather long text" minFontSize="13" maxFontSize="28"><text>a rather long text</text></c></view>',
    steps: [sees('a rather long text')],
  },
  { name: 'Avatar', axml: `<c src="${picture}" size="large"/>`, steps: [shows('.ant-avatar-image-large')] },
  { name: 'Badge', axml: '<c type="text" text="new"><view>box</view></c>', steps: [sees('new'), sees('box')] },
  { name: 'Bubble', axml: '<c content="Hello there"/>', steps: [sees('Hello there')] },
  { name: 'Button', axml: '<c type="primary" onTap="tap">Pay</c>', steps: [press('Pay')], logs: [['tap']] },
  {
    name: 'Card',
    axml: '<c title="Title" operateText="More" onOperateClick="tap">inside</c>',
    steps: [sees('Title'), sees('inside'), press('More')],
    logs: [['tap']],
  },
  {
    name: 'ConfigProvider',
    axml: '<c themeVars="{{vars}}"><view>inside</view></c>',
    data: { vars: { buttonFontSize: '20px' } },
    steps: [sees('inside')],
  },
  { name: 'Container', axml: '<c title="Title"><view>inside</view></c>', steps: [sees('Title'), sees('inside')] },
  {
    name: 'Countdown',
    axml: '<c time="{{1}}" onCountdownFinish="done"/>',
    steps: [shows('.ant-countdown'), 'new Promise((done) => setTimeout(done, 2300))'],
    logs: [['done']],
  },
  { name: 'Divider', axml: '<c text="or"/>', steps: [sees('or')] },
  {
    name: 'Empty',
    axml: `<c title="Nothing" message="yet" image="${picture}"/>`,
    steps: [sees('Nothing'), sees('yet')],
  },
  {
    name: 'Footer',
    axml: '<c label="The end" links="{{l}}" onLinkTap="tap"/>',
    data: { l: [{ text: 'About' }] },
    steps: [sees('The end'), press('About')],
    logs: [['tap', { text: 'About' }]],
  },
  {
    name: 'Grid',
    axml: '<c items="{{l}}" columns="{{2}}" onTap="tap"/>',
    data: {
      l: [
        { title: 'One', icon: picture },
        { title: 'Two', icon: picture },
      ],
    },
    steps: [sees('One'), press('Two')],
    logs: [['tap', { title: 'Two' }]],
  },
  {
    name: 'Icon',
    axml: '<c type="CheckOutline" onTap="tap"/>',
    steps: [click('.ant-icon-CheckOutline')],
    logs: [['tap']],
  },
  { name: 'ImageIcon', axml: `<c image="${picture}"/>`, steps: [shows('a-image')] },
  {
    name: 'List',
    axml: '<c header="Head" footer="Foot"><item extra="more" onTap="tap">Row</item></c>',
    using: { item: 'List/ListItem' },
    steps: [sees('Head'), sees('Foot'), sees('more'), press('Row')],
    logs: [['tap']],
  },
  { name: 'Loading', axml: '<c type="spin"/>', steps: [shows('[class*=ant-loading]')] },
  { name: 'Mask', axml: '<c show="{{true}}" onMaskTap="tap"/>', steps: [click('.ant-mask')], logs: [['tap']] },
  {
    name: 'NoticeBar',
    axml: '<c mode="closeable" onTap="tap">Free delivery</c>',
    steps: [sees('Free delivery'), click('.ant-icon-CloseOutline')],
    logs: [['tap']],
  },
  {
    name: 'PageContainer',
    axml: `<c status="failed" image="${picture}" title="Broken" message="Try again" actionText="Again" onActionTap="tap"/>`,
    steps: [sees('Broken'), press('Again')],
    logs: [['tap']],
  },
  {
    name: 'Pagination',
    axml: '<c><view a:for="{{6}}" a:key="*this" style="width: 200px; flex: none">page {{item}}</view></c>',
    steps: [sees('page 1'), shows('.ant-page-infinite')],
  },
  {
    name: 'Progress',
    axml: '<c percent="{{40}}" type="line" animation="{{false}}"/><c percent="{{60}}" type="circle"/>',
    steps: [
      sees('40%'),
      'new Promise((done) => setTimeout(done, 400))',
      "[...document.querySelector('[data-page-top] canvas').getContext('2d').getImageData(0, 0, 500, 500).data].some((v) => v > 0)",
    ],
    gives: true,
  },
  {
    name: 'Prompts',
    axml: '<c title="Ask" items="{{l}}" vertical onItemTap="tap"/>',
    data: { l: [{ key: 'a', icon: 'HeartOutline', description: 'Where is it?' }] },
    steps: [sees('Ask'), press('Where is it?')],
    logs: [['tap', { key: 'a' }, 0]],
  },
  {
    name: 'Result',
    axml: '<c type="success" title="Paid" message="Thank you"/>',
    steps: [sees('Paid'), sees('Thank you')],
  },
  {
    name: 'SafeArea',
    axml: '<c position="bottom"/>',
    steps: ["document.querySelector('[data-page-top] [class*=ant-safe-area]') !== null"],
    gives: true,
  },
  {
    name: 'Skeleton',
    axml: '<c loading avatar title paragraph="{{ {rows: 3} }}"/>',
    steps: [
      "document.querySelectorAll('[data-page-top] [class*=paragraph] > *, [data-page-top] .ant-skeleton-title').length > 3",
    ],
    gives: true,
  },
  { name: 'Space', axml: '<c size="{{8}}"><view>a</view><view>b</view></c>', steps: [sees('a'), sees('b')] },
  {
    name: 'Steps',
    axml: '<c items="{{l}}" current="{{1}}"/>',
    data: { l: [{ title: 'Ordered' }, { title: 'Sent' }] },
    steps: [sees('Ordered'), sees('Sent')],
  },
  {
    name: 'Sticky',
    axml: '<c sticky top="0" check onStickyChange="change"><view>head</view></c><view style="height: 3000px">long</view>',
    steps: [
      sees('head'),
      "document.querySelector('a-page[data-page-top]').scrollTo(0, 900)",
      'new Promise((done) => setTimeout(done, 300))',
      "document.querySelector('[data-page-top] .ant-sticky, [data-page-top] [class*=sticky]').getBoundingClientRect().top >= document.querySelector('[data-viewport]').getBoundingClientRect().top - 1",
    ],
    gives: true,
  },
  {
    name: 'Table',
    axml: '<c columns="{{cols}}" dataSource="{{rows}}"/>',
    data: {
      cols: [
        { title: 'Name', dataIndex: 'name', key: 'name', width: 200 },
        { title: 'Price', dataIndex: 'price', key: 'price', width: 200 },
      ],
      rows: [{ name: 'Tea', price: 3 }],
    },
    steps: [sees('Name'), sees('Tea'), sees('3')],
  },
  { name: 'Tag', axml: '<c type="outline" color="success">fresh</c>', steps: [sees('fresh')] },
  {
    name: 'Typography',
    axml: '<c icon="RightOutline" iconPosition="right" onTap="tap">Read on</c>',
    steps: [press('Read on')],
    logs: [['tap']],
  },
  {
    name: 'Voucher',
    axml: '<c dataSource="{{l}}" onBtnTap="tap"/>',
    data: { l: [{ title: 'Ten off', desc: 'Today', money: '10', moneyUnit: '元', actionAreaInfo: { text: 'Take' } }] },
    steps: [sees('Ten off'), sees(/^\s*10/), press('Take')],
    logs: [['tap', { title: 'Ten off' }]],
  },
  {
    name: 'Welcome',
    axml: '<c title="Good day" description="How can I help?" onTap="tap"/>',
    steps: [sees('Good day'), press('How can I help?')],
    logs: [['tap']],
  },
];
