import { useEffect, useState } from 'preact/hooks';

/**
 * A control's own value: starts as the attribute says, follows the attribute when it changes, and otherwise belongs to
 * the person, as native controls of the platform do.
 */
export function useOwnValue<Value>(given: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState(given);
  useEffect(() => setValue(() => given), [given]);
  return [value, setValue];
}
