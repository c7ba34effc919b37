import { zipSync } from 'fflate';
import iconv from 'iconv-lite';

/** Of a central directory entry: where its name begins, where the lengths and the local header's place stand. */
const CENTRAL = { name: 46, nameLength: 28, extraLength: 30, commentLength: 32, localHeader: 42 };
const LOCAL_NAME = 30;
/** The record at the end, without a comment, and where it says how many entries there are and where they begin. */
const END = { length: 22, entryCount: 10, centralDirectory: 16 };

/**
 * A zip archive as Alipay makes them: the names of its entries are GBK and not marked as UTF-8 (reference alipay-trade 6).
 * The library writes UTF-8 only, so that it is given names of the same length, which are then replaced.
 */
export function gbkZip(files: Readonly<Record<string, Buffer>>, modifiedAtMs: number): Buffer {
  const names = Object.keys(files).map((name) => iconv.encode(name, 'gbk'));
  const placeholders = names.map((name, index) => String(index).padEnd(name.length, '-'));
  const contents = Object.values(files).map((content, index) => [placeholders[index], content]);
  const zip = Buffer.from(zipSync(Object.fromEntries(contents), { mtime: modifiedAtMs }));
  return renamed(zip, names);
}

function renamed(zip: Buffer, names: readonly Buffer[]): Buffer {
  const end = zip.length - END.length;
  let entry = zip.readUInt32LE(end + END.centralDirectory);
  if (zip.readUInt16LE(end + END.entryCount) !== names.length)
    throw new Error('an entry of the zip archive is missing');
  for (const name of names) {
    name.copy(zip, entry + CENTRAL.name);
    name.copy(zip, zip.readUInt32LE(entry + CENTRAL.localHeader) + LOCAL_NAME);
    const lengths = [CENTRAL.nameLength, CENTRAL.extraLength, CENTRAL.commentLength];
    entry += CENTRAL.name + lengths.reduce((sum, at) => sum + zip.readUInt16LE(entry + at), 0);
  }
  return zip;
}
