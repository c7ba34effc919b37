import { fenToYuan } from '../money';
import type { Strings } from './strings';

/** Units by how the names of rules end; the largest that divides the number is shown. */
const UNITS: Readonly<Record<string, readonly (readonly [unit: string, size: number])[]>> = {
  Ms: [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
    ['ms', 1],
  ],
  Bytes: [
    ['MB', 1024 * 1024],
    ['KB', 1024],
    ['B', 1],
  ],
};

/** How a rule is set, as people read it. */
export function ruleValue(name: string, value: unknown, t: Strings): string {
  if (value === true) return t.on;
  if (value === false) return t.off;
  if (value === null) return t.noLimit;
  if (Array.isArray(value)) return value.map((item) => ruleValue(name, item, t)).join(' ') || t.none;
  return typeof value === 'number' ? measured(name, value) : String(value);
}

function measured(name: string, value: number): string {
  if (name.endsWith('Fen')) return `¥${fenToYuan(value)}`;
  if (name.endsWith('Ppm')) return `${value / 10_000} %`;
  const ending = Object.keys(UNITS).find((unit) => name.endsWith(unit)) ?? '';
  const [unit, size] = UNITS[ending]?.find(([, each]) => value % each === 0) ?? ['', 1];
  return value === 0 ? '0' : `${value / size} ${unit}`.trimEnd();
}
