const lengths = /(^|[^\w.#-])(-?(?:\d+\.?\d*|\.\d+))(rpx|vw|vh)\b/g;

/**
 * Lengths that depend on the phone, in terms of the custom properties its viewport carries: `20rpx` is
 * `calc(20 * var(--rpx))`, and `100vh` means the phone's height, not the browser's.
 */
export function phoneLengths(css: string): string {
  if (!/rpx|vw|vh/.test(css)) return css;
  return css.replace(lengths, (_, before: string, amount: string, unit: string) =>
    Number(amount) === 0 ? `${before}0px` : `${before}calc(${amount} * var(--${unit}))`,
  );
}

/** A `font-size` that follows the size of type the phone is set to; relative and named sizes follow what they are relative to. */
export function scaledType(size: string): string {
  return /\d(?:px|pt)\b|var\(--(?:rpx|vw|vh)\)/.test(size) ? `calc((${size}) * var(--font-scale, 1))` : size;
}

/** The same for every `font-size` in an inline style. */
export function scaledTypes(style: string): string {
  if (!style.includes('font-size')) return style;
  return style.replace(
    /(^|[;\s])font-size\s*:\s*([^;]+)/g,
    (_, before: string, size: string) => `${before}font-size:${scaledType(size.trim())}`,
  );
}
