import { type VariableName, variables } from './variables';

/** Variables as a process has them: all text, undefined where not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables without throwing: everything wrong is gathered, so that somebody can mend it in one go. */
export interface VariableReader {
  /** Everything wrong so far, in words. */
  problems: string[];
  /** The value, or its default; empty when there is neither. What is required and missing becomes a problem. */
  text(name: VariableName): string;
  /** A whole number within the variable's range; what is not becomes a problem. */
  number(name: VariableName): number;
  /** The documented variables alone, with their defaults: for a reader of its own. */
  documented: Environment;
}

/** Reads variables as the table says, which is thereby true: nothing that is not in it can be read. */
export function variableReader(env: Environment): VariableReader {
  const problems: string[] = [];
  const documented: Environment = Object.fromEntries(
    [...variables].map(([name, variable]) => [name, env[name] || variable.default]),
  );

  function text(name: VariableName): string {
    const value = documented[name] ?? '';
    const { meaning, required, choices } = variables.get(name) ?? { meaning: '' };
    if (required && value === '') problems.push(`${name} is missing: ${meaning}`);
    if (choices && !choices.includes(value)) problems.push(`${name} must be one of ${choices.join(', ')}`);
    return value;
  }

  return {
    problems,
    text,
    number(name) {
      const value = text(name);
      const [least, most] = variables.get(name)?.range ?? [0, Number.MAX_SAFE_INTEGER];
      const isInRange = /^\d{1,15}$/.test(value) && Number(value) >= least && Number(value) <= most;
      if (!isInRange) problems.push(`${name} must be a whole number from ${least} to ${most}`);
      return isInRange ? Number(value) : least;
    },
    documented,
  };
}
