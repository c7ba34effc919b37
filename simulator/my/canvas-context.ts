type Context = CanvasRenderingContext2D;
type Operation = (context: Context) => void;

/** Setters that are no plain property of a browser's context (types of @mini-types/my: CanvasContext). */
const setters: Readonly<Record<string, (context: Context, ...given: never[]) => void>> = {
  setFontSize: (context, px: number) => {
    context.font = context.font.replace(/[\d.]+px/, `${px}px`);
  },
  setShadow: (context, x: number, y: number, blur: number, color: string) => {
    Object.assign(context, { shadowOffsetX: x, shadowOffsetY: y, shadowBlur: blur, shadowColor: color });
  },
  drawImage: (context, source: string, ...place: [number, number]) => {
    const picture = new Image();
    picture.onload = () => context.drawImage(picture, ...place);
    picture.src = source;
  },
};

/** `setLineCap('round')` is `lineCap = 'round'` in a browser. */
function propertyOf(name: string): string | null {
  const [, capital, rest] = /^set([A-Z])(\w*)$/.exec(name) ?? [];
  return capital === undefined ? null : capital.toLowerCase() + rest;
}

/** What a call of the platform's context does to the browser's. */
function operation(context: Context, name: string, given: unknown[]): Operation {
  const known = setters[name];
  if (known) return (target) => known(target, ...(given as never[]));
  if (typeof Reflect.get(context, name) === 'function') {
    return (target) => (Reflect.get(target, name) as (...given: unknown[]) => void).apply(target, given);
  }
  const property = propertyOf(name);
  if (property && property in context) return (target) => void Reflect.set(target, property, given[0]);
  return () => console.warn(`the canvas context of the simulator has no ${name}`);
}

/** Calls that answer at once, with the browser's own objects. */
function immediate(context: Context): Record<string, (...given: never[]) => unknown> {
  return {
    measureText: (text: string) => ({ width: context.measureText(text).width }),
    createLinearGradient: (...ends: [number, number, number, number]) => context.createLinearGradient(...ends),
    createCircularGradient: (x: number, y: number, radius: number) =>
      context.createRadialGradient(x, y, 0, x, y, radius),
    toTempFilePath: ({ success }: { success?(result: { apFilePath: string }): void } = {}) =>
      success?.({ apFilePath: context.canvas.toDataURL() }),
  };
}

/**
 * `my.createCanvasContext(id)`: notes what is to be drawn on the `canvas` of that id, and draws it at `draw(reserve, callback)`;
 * without `reserve` the canvas is cleared before. A canvas that is not on the page draws nothing.
 */
export function createCanvasContext(page: () => ParentNode, id: unknown): object {
  const canvas = page().querySelector<HTMLCanvasElement>(`#${CSS.escape(String(id))} canvas`);
  const context = (canvas ?? document.createElement('canvas')).getContext('2d');
  if (!context) throw new Error('this browser draws on no canvas');
  let waiting: Operation[] = [];
  const draw = (reserve?: boolean, callback?: () => void): void => {
    if (!reserve) context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const operations = waiting;
    waiting = [];
    for (const perform of operations) perform(context);
    if (callback) queueMicrotask(callback);
  };
  const own: Record<string, unknown> = { draw, ...immediate(context) };
  return new Proxy(own, {
    get: (_, name) => {
      if (typeof name !== 'string' || name === 'then') return undefined;
      if (own[name]) return own[name];
      const value: unknown = Reflect.get(context, name);
      if (name in context && typeof value !== 'function') return value;
      return (...given: unknown[]) => void waiting.push(operation(context, name, given));
    },
    set: (_, name, value) => {
      waiting.push((target) => void Reflect.set(target, name, value));
      return true;
    },
  });
}
