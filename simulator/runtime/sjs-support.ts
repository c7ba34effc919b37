/** What SJS modules have in place of `constructor`, `Date` and `RegExp` (reference mini-program 2.4). */
export const sjsSupport = {
  /** The name of a value's type, which `x.constructor` is in SJS. */
  typeName: (value: unknown): string | undefined => {
    if (value === null || value === undefined) return undefined;
    return Object.prototype.toString.call(value).slice('[object '.length, -1);
  },
  getDate: (...parts: unknown[]): Date => Reflect.construct(Date, parts),
  getRegExp: (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags),
};
