const { availableParallelism } = require('node:os');

/** Packages that are ES modules, or import() some at run time; jest loads CommonJS, so swc turns them. */
const esmOnly = [
  '@electric-sql/pglite',
  'htmlparser2',
  'domhandler',
  'domutils',
  'dom-serializer',
  'domelementtype',
  'entities',
];

module.exports = {
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/support/end-contexts.ts'],
  globalSetup: '<rootDir>/test/support/build-once.ts',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  transform: {
    '\\.c?[jt]sx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: false } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.shouyin'],
  testTimeout: 30_000,
  // Much of a test's time is waiting for processes, browsers and databases: on two cores jest's own choice of one worker leaves one idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Measured in JavaScript's heap alone, where every file leaves some ten MB; beside it stand embedded databases of hundreds of MB each,
  // which come to 5 GB a worker in the end. A fresh worker costs a second.
  workerIdleMemoryLimit: '250MB',
};
