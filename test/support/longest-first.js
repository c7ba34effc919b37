const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * What takes a minute and more, in this order. Without figures of an earlier run, as on a clean checkout, jest begins with the largest
 * files; but these are small, drive whole processes and browsers, and would be what everybody waits for in the end.
 */
const LONG = ['/test/journey/mishaps-', '/test/journey/', '/test/matrix/matrix.', '/test/crash/crash.'];

/** The order of files of tests: jest's own, with the longest before all others. JavaScript, because jest loads it as it stands. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => LONG.findIndex((part) => path.includes(part));
    const isLong = (test) => rank(test) >= 0;
    const sorted = super.sort(tests);
    const long = sorted.filter(isLong).sort((left, right) => rank(left) - rank(right));
    return [...long, ...sorted.filter((test) => !isLong(test))];
  }
};
