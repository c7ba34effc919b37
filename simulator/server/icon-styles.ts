/**
 * antd-mini takes its icons from a font on a CDN, which tests and a person without a network do not have. The simulator
 * draws those a shop uses itself, in a 24 × 24 box with the text's colour; the others become a small square.
 */
const glyphs: Readonly<Record<string, string>> = {
  Add: 'M12 4v16M4 12h16',
  Minus: 'M4 12h16',
  Check: 'M4 12.5l5.5 5.5L20 7',
  Close: 'M5 5l14 14M19 5L5 19',
  Left: 'M15.5 4l-8 8 8 8',
  Right: 'M8.5 4l8 8-8 8',
  Up: 'M4 15.500l8-8 8 8',
  Down: 'M4 8.500l8 8 8-8',
  Undo: 'M8 4L4 8l4 4M4 8h10a5.5 5.5 0 010 11H8',
  Redo: 'M16 4l4 4-4 4M20 8H10a5.5 5.5 0 000 11h6',
  Search: 'M10.5 4a6.5 6.5 0 110 13 6.5 6.5 0 010-13zM15.5 15.500L21 21',
  Sound: 'M4 9.500v5h3.500L13 19V5L7.5 9.500zM16.5 9a4.5 4.5 0 010 6M19 6.500a8 8 0 010 11',
  TextDeletion: 'M9 5h12v14H9l-7-7zM12 9l6 6M18 9l-6 6',
  Exclamation: 'M12 4v11M12 18.500v1',
  Calendar: 'M4 6h16v14H4zM4 10.500h16M8.5 3.500v4M15.5 3.500v4',
  Delete: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5.500M14 11v5.5',
  Bill: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  Receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  Pay: 'M7 5l5 6 5-6M12 11v9M8 12h8M8 16h8',
  Shopbag: 'M5 8h14l1 12H4zM8.5 10V7a3.5 3.5 0 017 0v3',
  Location: 'M12 21s7-6.5 7-11a7 7 0 10-14 0c0 4.5 7 11 7 11zM12 7.500a2.5 2.5 0 110 5 2.5 2.5 0 010-5z',
  Environment: 'M12 21s7-6.5 7-11a7 7 0 10-14 0c0 4.5 7 11 7 11zM12 7.500a2.5 2.5 0 110 5 2.5 2.5 0 010-5z',
  User: 'M12 4a4 4 0 110 8 4 4 0 010-8zM4 21c0-4.5 3.5-7 8-7s8 2.5 8 7',
  Phone: 'M5 3h4l2 5-2.5 2a12 12 0 005.5 5.500l2-2.5 5 2v4a2 2 0 01-2 2A16 16 0 013 5a2 2 0 012-2z',
  Phonebook: 'M5 3h4l2 5-2.5 2a12 12 0 005.5 5.500l2-2.5 5 2v4a2 2 0 01-2 2A16 16 0 013 5a2 2 0 012-2z',
  Message: 'M4 5h16v12h-8l-4 3.500V17H4z',
  Gift: 'M4 12h16v8H4zM3 8h18v4H3zM12 8v12M12 8C9 3 5 5 7.5 8M12 8c3-5 7-3 4.5 0',
  Coupon: 'M3 6h18v4a2 2 0 000 4v4H3v-4a2 2 0 000-4zM14 6v12',
  Truck: 'M2 6h12v11H2zM14 10h4l4 4v3h-8zM6.5 17a2 2 0 100 4 2 2 0 000-4zM17.5 17a2 2 0 100 4 2 2 0 000-4z',
  Star: 'M12 3l2.8 5.8 6.2.9-4.5 4.4 1.1 6.300L12 17.400l-5.6 3 1.1-6.300L3 9.700l6.2-.900z',
  Heart: 'M12 20.500C4 14.5 3 11 3 8.500a4.5 4.5 0 019-1 4.5 4.5 0 019 1c0 2.5-1 6-9 12z',
  Eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 110 6 3 3 0 010-6z',
  EyeInvisible: 'M2 10s4 6 10 6 10-6 10-6M6.5 14.500L4 18M12 16v4M17.5 14.500L20 18',
  Lock: 'M5 11h14v10H5zM8 11V8a4 4 0 018 0v3',
  Set: 'M12 9a3 3 0 110 6 3 3 0 010-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.600l2.2 2.200M16.2 16.200l2.2 2.200M18.4 5.600l-2.2 2.200M7.8 16.200l-2.2 2.2',
  More: 'M5 11.500v1M12 11.500v1M19 11.500v1',
  Filter: 'M3 5h18l-7 8v7l-4-2v-5z',
  Link: 'M10 14l4-4M9 10L6 13a3.5 3.5 0 005 5l3-3M15 14l3-3a3.5 3.5 0 00-5-5l-3 3',
  Bell: 'M6 17V11a6 6 0 0112 0v6l1.5 1.500h-15zM10 21h4',
  Camera: 'M3 7h4l2-3h6l2 3h4v13H3zM12 9.500a3.5 3.5 0 110 7 3.5 3.5 0 010-7z',
  Picture: 'M3 4h18v16H3zM3 17l5-6 4 4 3-3 6 5M15.5 7a1.5 1.5 0 110 3 1.5 1.5 0 010-3z',
  UnorderedList: 'M8 6h13M8 12h13M8 18h13M3.5 6h1M3.5 12h1M3.5 18h1',
  Send: 'M3 11.500L21 3l-6 18-3.5-7.500z',
  Alipay: 'M5 7h14M12 4v3M6 11h12M16 11c-1.5 5-5 8-10 8 M7 15c4-1 8 1 12 4',
};

/** What stands inside a circle: `CheckCircleFill`, `ExclamationCircleOutline`; drawn at 60 % of the box. */
const circled: Readonly<Record<string, string>> = {
  ...glyphs,
  Information: 'M12 10v10M12 4v1',
  Exclamation: 'M12 4v11M12 19v1',
  Question: 'M7 8.500a5 5 0 119 2.500c-1.5 2-4 2-4 5M12 19.500v.5',
  Clock: 'M12 3v10h7',
  Smile: 'M8 7v1.500M16 7v1.500M5.5 13c2.5 6 10.5 6 13 0',
  Frown: 'M8 7v1.500M16 7v1.500M5.5 17c2.5-6 10.5-6 13 0',
};

const stroke = 'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

function outlined(path: string): string {
  return `<path d="${path}" fill="none" stroke="#000" ${stroke}/>`;
}

function filled(path: string): string {
  return `<path d="${path}" fill="#000" stroke="#000" ${stroke}/>`;
}

function inside(path: string, color: string): string {
  return `<g transform="translate(4.8 4.8) scale(.6)"><path d="${path}" fill="none" stroke="${color}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></g>`;
}

function circleOutline(path: string): string {
  return `<circle cx="12" cy="12" r="10" fill="none" stroke="#000" stroke-width="1.8"/>${inside(path, '#000')}`;
}

/** A full circle out of which the glyph is cut. */
function circleFill(path: string): string {
  const cut = `<mask id="m"><path d="M0 0h24v24H0z" fill="#fff"/>${inside(path, '#000')}</mask>`;
  return `${cut}<circle cx="12" cy="12" r="11" mask="url(#m)"/>`;
}

function picture(content: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${content}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}

function rule(name: string, content: string): string {
  return `.ant-icon-${name}::before{--ant-icon:${picture(content)}}`;
}

/** A style sheet to load after the mini-program's own, which names the font. */
export function iconStyles(): string {
  // Both rules weigh as much as antd-mini's and come later. Without the family, the browser never asks for the font.
  const base = `.ant-icon{font-family:inherit!important}.ant-icon::before{content:"";display:inline-block;width:1em;height:1em;vertical-align:middle;background:currentColor;-webkit-mask:var(--ant-icon) center/contain no-repeat;mask:var(--ant-icon) center/contain no-repeat;--ant-icon:${picture('<rect x="5" y="5" width="14" height="14" rx="3" fill="none" stroke="#000" stroke-width="2"/>')}}`;
  const plain = Object.entries(glyphs).flatMap(([name, path]) => [
    rule(`${name}Outline`, outlined(path)),
    rule(`${name}Fill`, filled(path)),
  ]);
  const inCircles = Object.entries(circled).flatMap(([name, path]) => [
    rule(`${name}CircleOutline`, circleOutline(path)),
    rule(`${name}CircleFill`, circleFill(path)),
  ]);
  return [base, ...plain, ...inCircles].join('\n');
}
