import { useRef } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { datasetOf } from '../runtime/node-info';
import { FormContext, type FormControl, type FormScope } from './form-context';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('form');

/** `form`: gathers the named controls inside; submit `{value: {name: …}, buttonTarget}` and reset (reference 2.5). */
export function Form({ host, emit, children }: BuiltinProps) {
  const latestEmit = useRef(emit);
  latestEmit.current = emit;
  const controls = useRef(new Set<FormControl>());
  const scope = useRef<FormScope>({
    register(control) {
      controls.current.add(control);
      return () => controls.current.delete(control);
    },
    submit(cause) {
      const value = Object.fromEntries([...controls.current].map((control) => [control.name, control.value()]));
      latestEmit.current(
        'submit',
        { value, buttonTarget: { dataset: datasetOf(cause.currentTarget as Element) } },
        cause,
      );
    },
    reset(cause) {
      for (const control of controls.current) control.reset();
      latestEmit.current('reset', {}, cause);
    },
  });
  return (
    <FormContext.Provider value={scope.current}>
      <Host {...joinHost(host, { role: 'form' })}>{children}</Host>
    </FormContext.Provider>
  );
}
