import { createContext } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';

/** One named control inside a `form`. */
export interface FormControl {
  name: string;
  value(): unknown;
  reset(): void;
}

/** What a `form` offers the controls and buttons inside it, however deep. */
export interface FormScope {
  /** Returns the function that takes the control out again. */
  register(control: FormControl): () => void;
  submit(cause: Event): void;
  reset(cause: Event): void;
}

export const FormContext = createContext<FormScope | null>(null);

/** Makes a control with a `name` part of the form around it. */
export function useFormControl(control: FormControl): void {
  const form = useContext(FormContext);
  const latest = useRef(control);
  latest.current = control;
  useEffect(() => {
    if (!form || !control.name) return;
    return form.register({
      name: control.name,
      value: () => latest.current.value(),
      reset: () => latest.current.reset(),
    });
  }, [form, control.name]);
}
