import { useState } from 'preact/hooks';
import type { DialogView } from './phone-state';
import { texts } from './texts';
import { useModal } from './use-modal';

type Of<Kind extends DialogView['kind']> = Extract<DialogView, { kind: Kind }>;

/** The dialog on top of the phone: alert, confirm, prompt or action sheet. */
export function Dialog({ dialog }: { dialog: DialogView }) {
  if (dialog.kind === 'alert') return <Alert {...dialog} />;
  if (dialog.kind === 'confirm') return <Confirm {...dialog} />;
  if (dialog.kind === 'prompt') return <Prompt {...dialog} />;
  return <ActionSheet {...dialog} />;
}

function Alert({ options, done }: Of<'alert'>) {
  const element = useModal(() => done());
  const { title, content, buttonText } = options;
  return (
    <div class="sim-scrim">
      <div
        ref={element}
        class="sim-dialog"
        role="alertdialog"
        aria-modal="true"
        tabIndex={-1}
        aria-label={title || content}
      >
        <Words title={title} content={content} />
        <div class="sim-dialog-buttons">
          <button type="button" class="is-primary" data-first-focus onClick={() => done()}>
            {buttonText}
          </button>
        </div>
      </div>
    </div>
  );
}

function Confirm({ options, done }: Of<'confirm'>) {
  const element = useModal(() => done(false));
  const { title, content, confirmText, cancelText } = options;
  return (
    <div class="sim-scrim">
      <div ref={element} class="sim-dialog" role="dialog" aria-modal="true" tabIndex={-1} aria-label={title || content}>
        <Words title={title} content={content} />
        <div class="sim-dialog-buttons">
          <button type="button" onClick={() => done(false)}>
            {cancelText}
          </button>
          <button type="button" class="is-primary" data-first-focus onClick={() => done(true)}>
            {confirmText}
          </button>
        </div>
      </div>
    </div>
  );
}

function Prompt({ options, done }: Of<'prompt'>) {
  const [text, setText] = useState('');
  const element = useModal(() => done(null));
  const { title, message, placeholder, okText, cancelText } = options;
  const submit = (event: Event) => {
    event.preventDefault();
    done(text);
  };
  return (
    <div class="sim-scrim">
      <div ref={element} class="sim-dialog" role="dialog" aria-modal="true" tabIndex={-1} aria-label={title || message}>
        <form onSubmit={submit}>
          <Words title={title} content={message} />
          <input
            class="sim-dialog-input"
            value={text}
            placeholder={placeholder}
            aria-label={message || title || placeholder}
            data-first-focus
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <div class="sim-dialog-buttons">
            <button type="button" onClick={() => done(null)}>
              {cancelText}
            </button>
            <button type="submit" class="is-primary">
              {okText}
            </button>
          </div>
        </form>
      </div>
    </div>
  );
}

function ActionSheet({ options, done }: Of<'actionSheet'>) {
  const element = useModal(() => done(-1));
  const { title, items, cancelText } = options;
  return (
    <div class="sim-scrim is-bottom">
      <div
        ref={element}
        class="sim-sheet"
        role="dialog"
        aria-modal="true"
        tabIndex={-1}
        aria-label={title || texts.confirm}
      >
        {title ? <p class="sim-sheet-title">{title}</p> : null}
        {items.map((item, index) => (
          <button key={index} type="button" class="sim-sheet-item" onClick={() => done(index)}>
            {item}
          </button>
        ))}
        <button type="button" class="sim-sheet-item is-cancel" data-first-focus onClick={() => done(-1)}>
          {cancelText}
        </button>
      </div>
    </div>
  );
}

function Words({ title, content }: { title: string; content: string }) {
  return (
    <div class="sim-dialog-words">
      {title ? <h2>{title}</h2> : null}
      {content ? <p>{content}</p> : null}
    </div>
  );
}
