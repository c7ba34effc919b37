import { createHmac, randomBytes } from 'node:crypto';

const POOL_BYTES = 4096;

/** The sandbox's only source of chance. */
export interface Randomness {
  digits(count: number): string;
  hex(count: number): string;
}

/** Unpredictable, or the same for ever for the same seed. */
export function randomness(seed?: string): Randomness {
  const bytes = seed === undefined ? pooledBytes() : seededBytes(seed);
  return {
    digits(count) {
      let text = '';
      while (text.length < count) {
        // Bytes from 250 on would make low digits likelier.
        for (const byte of bytes(count)) if (byte < 250 && text.length < count) text += byte % 10;
      }
      return text;
    },
    hex: (count) =>
      bytes(Math.ceil(count / 2))
        .toString('hex')
        .slice(0, count),
  };
}

/** The system is asked for many bytes at a time, because each asking costs more than the bytes. */
function pooledBytes(): (count: number) => Buffer {
  let pool = Buffer.alloc(0);
  return (count) => {
    if (pool.length < count) pool = randomBytes(Math.max(count, POOL_BYTES));
    const drawn = pool.subarray(0, count);
    pool = pool.subarray(count);
    return drawn;
  };
}

function seededBytes(seed: string): (count: number) => Buffer {
  let counter = 0;
  return (count) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < count; length += 32) {
      blocks.push(createHmac('sha256', seed).update(String(counter)).digest());
      counter += 1;
    }
    return Buffer.concat(blocks).subarray(0, count);
  };
}
