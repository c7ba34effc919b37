import { useEffect, useState } from 'preact/hooks';

/** A number a person can change, which follows its attribute whenever that changes. */
export function useNumber(given: number): [number, (value: number) => void] {
  const [value, setValue] = useState(given);
  useEffect(() => setValue(given), [given]);
  return [value, setValue];
}
