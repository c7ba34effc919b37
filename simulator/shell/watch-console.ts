import type { LogLine, PhoneState } from './phone-state';

const MAX_LINES = 100;

/** Shows what goes to the console beside the phone too; the console keeps its own. */
export function watchConsole(state: PhoneState): void {
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    const original = console[level];
    console[level] = (...parts: unknown[]) => {
      original.apply(console, parts);
      note(state, level, parts.map(describe).join(' '));
    };
  }
  window.addEventListener('error', (event) => note(state, 'error', event.message));
  window.addEventListener('unhandledrejection', (event) => note(state, 'error', describe(event.reason)));
}

function note(state: PhoneState, level: LogLine['level'], text: string): void {
  const { log } = state.view();
  const known = log.find((line) => line.text === text);
  const counted = { level, text, times: (known?.times ?? 0) + 1 };
  state.change({ log: [counted, ...log.filter((line) => line !== known)].slice(0, MAX_LINES) });
}

function describe(part: unknown): string {
  if (typeof part === 'string') return part;
  if (part instanceof Error) return part.message;
  try {
    return JSON.stringify(part) ?? String(part);
  } catch {
    return String(part);
  }
}
