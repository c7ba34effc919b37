import { useEffect, useState } from 'preact/hooks';

/**
 * A control's own on/off state: starts as the attribute says, follows the attribute when it changes, and otherwise
 * belongs to the person, as native controls of the platform do.
 */
export function useChoice(given: boolean): [boolean, (chosen: boolean) => void] {
  const [chosen, setChosen] = useState(given);
  useEffect(() => setChosen(given), [given]);
  return [chosen, setChosen];
}
