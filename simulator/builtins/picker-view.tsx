import { createContext } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { text } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('picker-view');
const ColumnHost = hostElement('picker-view-column');

/** Height of one row: the platform's default of `indicator-style`. */
const ROW_PX = 34;
const REST_MS = 100;

interface Columns {
  chosen(column: Element): number;
  moved(column: Element, row: number): void;
}

const ColumnsContext = createContext<Columns | null>(null);

/** `picker-view`: columns that snap to rows; change `{value: [row of each column]}`. */
export function PickerView({ attrs, host, emit, children }: BuiltinProps) {
  const element = useRef<HTMLElement>(null);
  const value = Array.isArray(attrs.value) ? attrs.value.map(Number) : [];
  const rows = useRef(value);
  const latest = useRef({ emit, value });
  latest.current = { emit, value };
  useEffect(() => {
    rows.current = latest.current.value;
  }, [value.join()]);
  const indexOf = (column: Element) =>
    [...(element.current?.querySelectorAll('a-picker-view-column') ?? [])].indexOf(column);
  const columns = useRef<Columns>({
    chosen: (column) => latest.current.value[indexOf(column)] ?? 0,
    moved(column, row) {
      const index = indexOf(column);
      if ((rows.current[index] ?? 0) === row) return;
      rows.current = Object.assign([...rows.current], { [index]: row });
      latest.current.emit('change', { value: Array.from(rows.current, (chosen) => chosen ?? 0) });
    },
  });
  return (
    <ColumnsContext.Provider value={columns.current}>
      <Host {...joinHost(host, { ref: element })}>
        <div class="a-picker-columns">{children}</div>
        <div class={`a-picker-indicator ${text(attrs, 'indicatorClass')}`} style={text(attrs, 'indicatorStyle')} />
      </Host>
    </ColumnsContext.Provider>
  );
}

export function PickerViewColumn({ host, children }: BuiltinProps) {
  const columns = useContext(ColumnsContext);
  const element = useRef<HTMLElement>(null);
  const resting = useRef(0);
  const chosen = element.current && columns ? columns.chosen(element.current) : -1;
  useEffect(() => {
    const column = element.current;
    if (column && columns) column.scrollTop = columns.chosen(column) * ROW_PX;
  }, [columns, chosen]);
  const onScroll = (event: Event) => {
    const column = event.currentTarget as HTMLElement;
    clearTimeout(resting.current);
    resting.current = window.setTimeout(() => columns?.moved(column, Math.round(column.scrollTop / ROW_PX)), REST_MS);
  };
  return (
    <ColumnHost {...joinHost(host, { ref: element, onScroll, role: 'listbox', tabIndex: 0 })}>{children}</ColumnHost>
  );
}
