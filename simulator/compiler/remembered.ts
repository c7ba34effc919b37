import { type Diagnostic, report as newReport, type Report } from './diagnostic';
import type { Workspace } from './workspace';

interface Done {
  /** What was read, to see whether it is still the same. */
  texts: readonly (readonly [file: string, text: string])[];
  found: readonly Diagnostic[];
  result: unknown;
}

/** Does `work` on files, or gives what it came to before when nothing it read has changed since. */
export type Remember = <Result>(
  key: string,
  files: Workspace,
  report: Report,
  work: (files: Workspace, report: Report) => Result,
) => Result;

function isStillTrue({ texts }: Done, files: Workspace): boolean {
  return texts.every(([file, text]) => files.exists(file) && files.read(file).text === text);
}

/**
 * A memory for one root, so that an edit of one file costs the work on that file. What was found wrong is never kept: the
 * remedy may be a file that was not read, because it was not there.
 *
 * The key says everything but the files that the work depends on.
 */
export function rememberedWork(): Remember {
  const known = new Map<string, Done>();
  return (key, files, report, work) => {
    const before = known.get(key);
    const isKnown = before !== undefined && isStillTrue(before, files);
    const done = isKnown ? before : perform(files, work);
    if (done.found.some(({ severity }) => severity === 'error')) known.delete(key);
    else known.set(key, done);
    for (const finding of done.found) report.add(finding);
    return done.result as ReturnType<typeof work>;
  };
}

function perform(files: Workspace, work: (files: Workspace, report: Report) => unknown): Done {
  const texts: [string, string][] = [];
  const found = newReport();
  const noting: Workspace = {
    ...files,
    read: (file) => {
      const source = files.read(file);
      texts.push([file, source.text]);
      return source;
    },
  };
  const result = work(noting, found);
  return { texts, found: found.list(), result };
}
