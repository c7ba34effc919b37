import { asyncCall } from './async-call';
import { errors, failure } from './failure';
import { sayUnsupported } from './say-unsupported';
import { unsupportedNames } from './unsupported-names';

/**
 * A function for every API the simulator does not do: names itself once in the console, then fails with error 1. One
 * that would return an object at once throws instead, and listeners are accepted and never called.
 */
export function unsupportedFamily(): Record<string, unknown> {
  return Object.fromEntries(unsupportedNames.map((name) => [name, unsupported(name)]));
}

function unsupported(name: string) {
  const message = `my.${name} is not supported by the simulator`;
  let isNamed = false;
  const nameOnce = () => {
    if (!isNamed) void sayUnsupported(`${message}.`);
    isNamed = true;
  };
  const refuse = asyncCall(() => {
    throw failure(errors.unknown, message);
  });
  return (options?: unknown) => {
    nameOnce();
    if (/^(on|off)[A-Z]/.test(name)) return undefined;
    if (/^create|Sync$|Manager$/.test(name)) throw new Error(message);
    return refuse(options);
  };
}
