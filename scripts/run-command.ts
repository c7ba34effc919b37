/** How the commands of this folder that take options begin and end. */

/** A command was called in a way that it does not offer; its help is printed beneath. */
export class Misuse extends Error {}

/** Runs a command and ends the process with the code it gives: 2 for a misuse, 1 for anything else that is thrown. */
export function runCommand(main: () => Promise<number>, help: string): void {
  main().then(
    (code) => process.exit(code),
    (error: Error & { code?: string }) => {
      const isMisuse = error instanceof Misuse || error.code?.startsWith('ERR_PARSE_ARGS');
      console.error(isMisuse ? `${error.message}\n\n${help}` : error);
      process.exit(isMisuse ? 2 : 1);
    },
  );
}
