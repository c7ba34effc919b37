/** How the commands that take options begin and end: help on request, a mistake explained, and an exit code. */
import { ConfigError } from '../cloudfunctions/backend/host/config';

/** A command was called in a way that it does not offer; its help is printed beneath. */
export class Misuse extends Error {}

/**
 * Runs a command, or prints its help when asked for it, and ends the process: with the code that the command gives, with 2 when it was
 * called or configured wrongly, and with 1 for anything else that is thrown.
 */
export function runCommand(main: () => Promise<number>, help: string): void {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    console.log(help);
    return;
  }
  main().then(end, (error: Error & { code?: string }) => {
    const isMisuse = error instanceof Misuse || error.code?.startsWith('ERR_PARSE_ARGS');
    if (isMisuse) console.error(`${error.message}\n\n${help}`);
    else console.error(error instanceof ConfigError ? error.message : error);
    end(isMisuse || error instanceof ConfigError ? 2 : 1);
  });
}

/** Ends although something may still be open, and not before all was printed. */
function end(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

/**
 * The number that an option was given.
 * @throws Misuse when it is none, or beyond what the option takes
 */
export function wholeNumber(option: string, text: string, least: number, most = 1_000_000): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Misuse(`--${option} must be a whole number from ${least} to ${most}, not "${text}"`);
}
