import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryHome {
  home: string;
  remove(): void;
}

/** A folder that does not exist yet, or holds what another one does, in one that is removed by `remove`. */
export function temporaryHome(copyOf?: string): TemporaryHome {
  const parent = mkdtempSync(join(tmpdir(), 'shouyin-sandbox-'));
  const home = join(parent, 'home');
  if (copyOf) cpSync(copyOf, home, { recursive: true });
  return { home, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
