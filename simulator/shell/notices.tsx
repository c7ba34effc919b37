import { SimIcon } from './icons';
import type { ToastView } from './phone-state';
import { texts } from './texts';

/** A toast: said to screen readers, in nobody's way. */
export function Toast({ toast }: { toast: ToastView | null }) {
  return (
    <div class="sim-toast-place" role="status" aria-live="polite">
      {toast ? (
        <div class="sim-toast" data-type={toast.type}>
          {toast.type === 'none' ? null : <SimIcon name={toast.type === 'success' ? 'check' : 'alert'} />}
          <span>{toast.content}</span>
        </div>
      ) : null}
    </div>
  );
}

/** `my.showLoading`: covers the page so that nothing is tapped meanwhile. */
export function Loading({ content }: { content: string | null }) {
  if (content === null) return null;
  return (
    <div class="sim-loading-cover" role="status" aria-busy="true" aria-label={content || texts.loading}>
      <div class="sim-toast is-loading">
        <span class="sim-spinner" aria-hidden="true" />
        {content ? <span>{content}</span> : null}
      </div>
    </div>
  );
}
