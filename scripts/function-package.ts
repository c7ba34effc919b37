/** What the platform takes as a function (reference serverless-platform 3, package rules), and what we want of it besides. */
import { zipSync } from 'fflate';

/** 1 to 30 letters, digits, `_` and `-`; not first a digit or `-`. */
const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,29}$/;
/** Ours: what is small is uploaded, loaded and looked through in a moment. The platform allows 500 MB unpacked. */
const MOST_ZIP_BYTES = 1024 * 1024;
/** The same input gives the same bytes, whenever and wherever. ZIP knows no earlier year, and no time zone. */
const MADE_AT = new Date(1980, 0, 1);

/** A function's package, to be stored as `<name>.zip`. Throws when the platform would not take it. */
export function functionPackage(name: string, files: Record<string, Uint8Array>): Uint8Array {
  if (!NAME.test(name)) {
    throw new Error(`${name} cannot name a function: 1 to 30 letters, digits, _ and -, not first a digit or -`);
  }
  if (!files['index.js']) throw new Error(`the package of ${name} has no index.js`);
  const entries = Object.keys(files)
    .sort()
    .map((file) => [file, [files[file] as Uint8Array, { mtime: MADE_AT, level: 9 }]] as const);
  const zip = zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0]);
  if (zip.length > MOST_ZIP_BYTES) throw new Error(`the package of ${name} has ${zip.length} bytes, more than 1 MB`);
  return zip;
}
