/**
 * The embedded database loads its files with `import()`, which jest's module system cannot carry out; Node.js itself
 * loads it, once per worker instead of once per test file. Making an empty database takes seconds, copying one does not,
 * so a worker makes one and copies it for every cloud without a folder. To be imported before anything else.
 */
jest.mock('@electric-sql/pglite', () => {
  const node = jest.requireActual<typeof import('node:vm')>('node:vm').runInThisContext('({ process, globalThis })');
  const { createRequire } = node.process.getBuiltinModule('node:module');
  const { PGlite } = createRequire(__filename)('@electric-sql/pglite');
  const kept: { emptyDatabase?: Promise<Blob> } = node.globalThis;

  async function makeEmpty(): Promise<Blob> {
    const database = await PGlite.create();
    const dump = await database.dumpDataDir('none');
    await database.close();
    return dump;
  }

  async function create(folder?: string): Promise<unknown> {
    if (folder !== undefined) return await PGlite.create(folder);
    kept.emptyDatabase ??= makeEmpty();
    return await PGlite.create({ loadDataDir: await kept.emptyDatabase });
  }

  return { PGlite: { create } };
});

export {};
