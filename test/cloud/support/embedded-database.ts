/**
 * The embedded database loads its files with `import()`, which jest's module system cannot carry out. Loaded by Node.js
 * itself it works, and is compiled once per worker instead of once per test file. To be imported before anything else.
 */
jest.mock('@electric-sql/pglite', () =>
  jest
    .requireActual<typeof import('node:vm')>('node:vm')
    .runInThisContext("process.getBuiltinModule('node:module')")
    .createRequire(__filename)('@electric-sql/pglite'),
);

export {};
