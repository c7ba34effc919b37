import './failure-screen.css';

/** What the server sends of a finding of the compiler. */
export interface Finding {
  message: string;
  file: string;
  line: number;
  column: number;
  frame: string;
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** Shows why a mini-program could not be compiled, instead of it. */
export function showFailure(errors: readonly Finding[]): void {
  const box = document.createElement('main');
  box.className = 'simulator-failure';
  box.setAttribute('role', 'alert');
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  box.append(element('h1', `The mini-program has ${count}`));
  for (const { file, line, column, message, frame } of errors) {
    box.append(element('h2', `${file}:${line}:${column}: ${message}`), element('pre', frame));
    console.error(`${file}:${line}:${column}: ${message}\n${frame}`);
  }
  document.body.replaceChildren(box);
}
