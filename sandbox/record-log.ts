import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** One row put into one table, instead of the one that was there under the key. */
export type Put = readonly [table: string, key: string, value: unknown];

/**
 * What the sandbox remembers over a restart: a file of JSON lines, each line a list of puts that belong together. A line
 * is written by one system call before its effects are told to anybody, so that SIGKILL loses nothing that was answered.
 */
export interface RecordLog {
  append(puts: readonly Put[]): void;
  /** Replaces everything by `puts`, all or nothing. */
  rewrite(puts: readonly Put[]): void;
  close(): void;
}

/** Forgets everything when the process ends. */
export function forgetfulLog(): RecordLog {
  return { append() {}, rewrite() {}, close() {} };
}

/** Opens `file`, handing what it holds to `load` in the order of writing. */
export function openRecordLog(file: string, load: (put: Put) => void): RecordLog {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let descriptor: number | undefined = openSync(file, 'a', 0o600);
  for (const line of wholeLines(file)) for (const put of parseLine(line, file)) load(put);

  return {
    append(puts) {
      // A call that was under way when the log was closed has nobody left to hear its answer.
      if (descriptor === undefined || puts.length === 0) return;
      appendFileSync(descriptor, `${JSON.stringify(puts)}\n`);
    },
    rewrite(puts) {
      const next = `${file}.next`;
      const nextDescriptor = openSync(next, 'w', 0o600);
      appendFileSync(nextDescriptor, puts.map((put) => `${JSON.stringify([put])}\n`).join(''));
      renameSync(next, file);
      if (descriptor !== undefined) closeSync(descriptor);
      // The descriptor follows the renamed file; it only has to append from here on.
      descriptor = nextDescriptor;
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/** A process killed in the middle of a write leaves half a line, which nobody has been told about: it is cut off. */
function wholeLines(file: string): string[] {
  const content = readFileSync(file);
  const wholeLength = content.lastIndexOf(0x0a) + 1;
  if (wholeLength < content.length) truncateSync(file, wholeLength);
  const lines = content.subarray(0, wholeLength).toString('utf8').split('\n');
  return lines.filter((line) => line !== '');
}

function parseLine(line: string, file: string): Put[] {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`${file} holds a line that is not JSON. Move the file away to start with an empty sandbox.`, {
      cause,
    });
  }
}
