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
