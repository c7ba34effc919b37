import type { Finding } from './findings';

/**
 * What can be seen only in what is drawn. Runs in the browser, so that it may use nothing from outside itself. Text over
 * a picture or a gradient has no single ground and is left to people; so is text of a control that is out of use, which WCAG exempts.
 */
export function drawnFindings(selector: string): Finding[] {
  type Color = { r: number; g: number; b: number; a: number };
  const LEAST_TARGET_PX = 24;
  const TEXT_SCALE = 1.5;
  const root = document.querySelector(selector);
  if (!root) throw new Error(`there is no ${selector}`);

  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  function colorOf(css: string): Color {
    if (!pixel) throw new Error('this browser has no canvas');
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = css;
    pixel.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = pixel.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  }

  function over(front: Color, back: Color): Color {
    const mix = (one: number, other: number): number => one * front.a + other * (1 - front.a);
    return { r: mix(front.r, back.r), g: mix(front.g, back.g), b: mix(front.b, back.b), a: 1 };
  }

  /** The colour behind an element; null where a picture or a gradient is. */
  function groundOf(element: Element): Color | null {
    const layers: Color[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      const color = colorOf(style.backgroundColor);
      if (color.a > 0) layers.push(color);
      if (color.a === 1) break;
    }
    return layers.reduceRight((back, front) => over(front, back), { r: 255, g: 255, b: 255, a: 1 });
  }

  function luminance({ r, g, b }: Color): number {
    const linear = (part: number): number =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  }

  function contrast(one: Color, other: Color): number {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  function isDrawn(element: Element): boolean {
    return (
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
      element.getBoundingClientRect().width > 0
    );
  }

  const isOutOfUse = (element: Element): boolean =>
    element.closest('[aria-disabled="true"], [disabled], .ant-button-disabled') !== null;
  const named = (element: Element): string => {
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30);
    return `${element.tagName.toLowerCase()}.${element.className} ${JSON.stringify(text)}`;
  };

  function ownTexts(): Element[] {
    const walker = document.createTreeWalker(root as Element, NodeFilter.SHOW_TEXT);
    const found = new Set<Element>();
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement && textContent?.trim() && isDrawn(parentElement)) found.add(parentElement);
    }
    return [...found];
  }

  function contrastFindings(): Finding[] {
    return ownTexts().flatMap((element) => {
      const ground = groundOf(element);
      if (!ground || isOutOfUse(element)) return [];
      const style = getComputedStyle(element);
      const sizePx = Number.parseFloat(style.fontSize);
      const isLarge = sizePx >= 24 || (sizePx >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(over(colorOf(style.color), ground), ground);
      if (ratio >= (isLarge ? 3 : 4.5)) return [];
      return [{ rule: 'contrast' as const, where: `${ratio.toFixed(2)} at ${named(element)}` }];
    });
  }

  function targetFindings(): Finding[] {
    const operated =
      '[role=button], [role=link], [role=tab], [role=radio], [role=checkbox], [role=switch], a-button, input, textarea';
    return [...(root as Element).querySelectorAll(operated)].filter(isDrawn).flatMap((element) => {
      // A field of the mini-program is the whole of its built-in, whatever of it the simulator draws with.
      const { width, height } = (element.closest('a-input, a-textarea') ?? element).getBoundingClientRect();
      if (Math.min(width, height) >= LEAST_TARGET_PX || element.closest('[aria-hidden="true"]')) return [];
      return [
        { rule: 'target-size' as const, where: `${Math.round(width)}×${Math.round(height)} at ${named(element)}` },
      ];
    });
  }

  function hiddenFindings(): Finding[] {
    const focusable = '[tabindex]:not([tabindex="-1"]), a[href], button, input, textarea, select';
    return [...(root as Element).querySelectorAll('[aria-hidden="true"]')]
      .flatMap((hidden) => [hidden, ...hidden.querySelectorAll('*')])
      .filter((element) => element.matches(focusable) && isDrawn(element))
      .map((element) => ({ rule: 'hidden-focus', where: named(element) }));
  }

  /** Makes every text larger, looks, and puts everything back. Texts that end in an ellipsis have been cut on purpose. */
  function textSizeFindings(): Finding[] {
    const texts = ownTexts() as HTMLElement[];
    const sizes = texts.map((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    const before = texts.map((element) => element.style.fontSize);
    texts.forEach((element, index) => {
      element.style.fontSize = `${(sizes[index] ?? 0) * TEXT_SCALE}px`;
    });
    const cut = texts.filter((element) => {
      const box = element.closest('[role=button], a-button, [role=tab], [role=radio]') ?? element;
      const hidesRest =
        getComputedStyle(box).overflow !== 'visible' && getComputedStyle(box).textOverflow !== 'ellipsis';
      return hidesRest && (box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2);
    });
    const isTooWide = (root as Element).scrollWidth > (root as Element).clientWidth + 1;
    texts.forEach((element, index) => {
      element.style.fontSize = before[index] ?? '';
    });
    return [
      ...cut.map((element) => ({ rule: 'text-size' as const, where: named(element) })),
      ...(isTooWide ? [{ rule: 'text-size' as const, where: 'the page is wider than the screen' }] : []),
    ];
  }

  return [...contrastFindings(), ...targetFindings(), ...hiddenFindings(), ...textSizeFindings()];
}
