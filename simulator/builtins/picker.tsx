import type { BuiltinProps } from '../faces';
import { flag, number, text } from './attributes';
import { useFormControl } from './form-context';
import { hostElement, joinHost } from './host-element';
import { useOwnValue } from './use-own-value';

const Host = hostElement('picker');

/** `picker`: one of `range`; change `{value: index}` (reference 2.5). The browser's own list opens over the content. */
export function Picker({ attrs, host, emit, children }: BuiltinProps) {
  const given = number(attrs, 'value', 0);
  const [index, setIndex] = useOwnValue(given);
  useFormControl({ name: text(attrs, 'name'), value: () => index, reset: () => setIndex(given) });
  const range = Array.isArray(attrs.range) ? attrs.range : [];
  const key = text(attrs, 'rangeKey');
  const nameOf = (item: unknown) => String(key ? (item as Record<string, unknown>)[key] : item);
  const onChange = (event: Event) => {
    const chosen = Number((event.currentTarget as HTMLSelectElement).value);
    setIndex(chosen);
    emit('change', { value: chosen }, event);
  };
  const label = host['aria-label'];
  return (
    <Host {...joinHost(host, {})} aria-label={undefined}>
      {children}
      <select
        value={index}
        disabled={flag(attrs, 'disabled')}
        aria-label={typeof label === 'string' ? label : text(attrs, 'title') || undefined}
        onChange={onChange}
      >
        {range.map((item, position) => (
          <option key={String(position)} value={position}>
            {nameOf(item)}
          </option>
        ))}
      </select>
    </Host>
  );
}
