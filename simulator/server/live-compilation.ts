import { type CompiledRoot, rootCompiler } from '../compiler/compile-root';
import { formatDiagnostic } from '../compiler/diagnostic';
import { folderWatcher, reloadChannel } from './change-events';

/** Which root, and what of it differs from the disk. `log` hears every finding as text. */
export interface LiveOptions {
  root: string;
  overlay: Readonly<Record<string, string>>;
  watch: boolean;
  log(line: string): void;
}

/** The latest compilation of a root; watched, it follows the files and tells open pages to reload. */
export async function liveCompilation({ root, overlay, watch, log }: LiveOptions) {
  const compiler = rootCompiler(root, overlay);
  const reloads = reloadChannel();
  let latest: CompiledRoot = await compiler.compile();
  let compiling = Promise.resolve();

  const settle = (): void => {
    for (const finding of [...latest.errors, ...latest.warnings]) log(formatDiagnostic(finding));
    if (watch) watcher.follow(latest.files);
  };
  const again = async (): Promise<void> => {
    const before = latest;
    latest = await compiler.compile();
    settle();
    const hasErrors = [...before.errors, ...latest.errors].length > 0;
    const isStyleOnly = !hasErrors && before.js === latest.js && before.css !== latest.css;
    reloads.tell(isStyleOnly ? 'styles' : 'reload');
  };
  const watcher = folderWatcher(() => {
    compiling = compiling.then(again).catch((problem: unknown) => log(String(problem)));
  });
  settle();

  return {
    latest: () => latest,
    openReloads: reloads.open,
    close: async (): Promise<void> => {
      watcher.close();
      reloads.close();
      await compiling;
      await compiler.close();
    },
  };
}
