import { unzipSync } from 'fflate';
import iconv from 'iconv-lite';

/** A bill as a merchant's reconciliation reads it: columns by the names in the header, text without its TABs. */
export interface ReadBill {
  /** File names in the archive. */
  names: string[];
  rows: Record<string, string>[];
  /** Detail and summary, line by line. */
  detail: string[];
  summary: string[];
  /** The detail as it stands. */
  detailText: string;
}

/** Downloads a bill and reads it, sharing no code with the sandbox. */
export async function readBill(url: string): Promise<ReadBill> {
  const reply = await fetch(url);
  if (reply.status !== 200) throw new Error(`the bill answered ${reply.status}`);
  const zip = Buffer.from(await reply.arrayBuffer());
  // The library takes names without the UTF-8 flag for Latin-1, which keeps their bytes apart.
  const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => ({
    name: iconv.decode(Buffer.from(name, 'latin1'), 'gbk'),
    text: iconv.decode(Buffer.from(bytes), 'gbk'),
  }));
  const [detailText = '', summaryText = ''] = files.map(({ text }) => text);
  const [detail, summary] = [detailText, summaryText].map((text) => text.split(/\r?\n/).slice(0, -1));
  const table = (detail ?? []).filter((line) => !line.startsWith('#'));
  const header = cells(table[0] ?? '');
  const rows = table.slice(1).map((line) => Object.fromEntries(cells(line).map((cell, at) => [header[at], cell])));
  return { names: files.map(({ name }) => name), rows, detail: detail ?? [], summary: summary ?? [], detailText };
}

/** One line of CSV, quotes understood. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}

/** Yuan as the bill writes them, in fen. */
export function fenOf(yuan: string | undefined): number {
  return Math.round(Number(yuan) * 100);
}
