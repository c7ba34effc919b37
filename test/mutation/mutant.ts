/** A bug that real shops have had, planted in our source to see whether the tests notice. */
export interface Mutant {
  name: string;
  /** The pain of the field it stands for (quality.md). */
  pain: string;
  file: string;
  /** Text that stands in the file exactly once. */
  find: string;
  replace: string;
  /** Test files or folders that must catch it. */
  tests: string[];
}

/** Applies a mutant to a source text. Throws when its text is not there exactly once: then the mutant is out of date. */
export function planted(source: string, { name, file, find, replace }: Mutant): string {
  const found = source.split(find).length - 1;
  if (found !== 1) throw new Error(`mutant "${name}" is out of date: its text stands ${found} times in ${file}`);
  return source.replace(find, () => replace);
}
