/**
 * The settings of an environment that the build puts into a function's package, beside its `index.js`: whether the platform has
 * environment variables of one's own is not documented (reference serverless-platform 3), and what it has wins.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config';

/** What scripts/pack-functions.ts calls the file. */
const SETTINGS_FILE = 'settings.json';

/** Name → value as in an environment; none when the package has no such file. Throws a ConfigError when it is damaged. */
export function settingsBeside(folder: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(join(folder, SETTINGS_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError([`${SETTINGS_FILE} of the function's package is damaged: build and upload it again`]);
  }
}
