import { randomBytes } from 'node:crypto';

/** Drawn anew by each process, so that two never give the same id. */
const PROCESS = randomBytes(5).toString('hex');
const COUNTS = 0x1000000;

/** Gives ids of documents: 24 hexadecimal digits (second, process, count), rising within one process as MongoDB's do. */
export function objectIds(clock: { nowMs(): number }): () => string {
  let count = randomBytes(3).readUIntBE(0, 3);
  return () => {
    count = (count + 1) % COUNTS;
    const second = Math.floor(clock.nowMs() / 1000) % 2 ** 32;
    return second.toString(16).padStart(8, '0') + PROCESS + count.toString(16).padStart(6, '0');
  };
}
