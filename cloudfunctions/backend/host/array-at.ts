/**
 * `Array.prototype.at` for the runtimes of the platform, whose Node.js 14 is older than it (reference serverless-platform 3, package
 * rules). Imported for its effect by the doors, so that all that is behind them may use it. What else is younger is
 * avoided; test/scripts/old-runtime.test.ts looks for it in the built functions.
 */
if (!Array.prototype.at) {
  Object.defineProperty(Array.prototype, 'at', {
    value: function at(this: unknown[], index: number): unknown {
      const position = Math.trunc(index) || 0;
      return this[position < 0 ? this.length + position : position];
    },
    writable: true,
    configurable: true,
  });
}
