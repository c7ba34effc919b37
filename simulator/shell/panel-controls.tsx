interface SwitchProps {
  name: string;
  hint: string;
  isOn: boolean;
  turn(isOn: boolean): void;
}

/** Something of the phone that is on or off. */
export function PanelSwitch({ name, hint, isOn, turn }: SwitchProps) {
  return (
    <button
      type="button"
      class="sim-switch"
      role="switch"
      aria-checked={isOn}
      aria-label={name}
      aria-description={hint}
      onClick={() => turn(!isOn)}
    >
      <span class="sim-switch-words">
        <span>{name}</span>
        <small>{hint}</small>
      </span>
      <span class="sim-switch-track" />
    </button>
  );
}

interface SelectProps {
  name: string;
  value: string;
  options: readonly { value: string; text: string }[];
  choose(value: string): void;
}

/** One of several. */
export function PanelSelect({ name, value, options, choose }: SelectProps) {
  return (
    <label class="sim-field">
      <span>{name}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The head of a list with a button that empties it. */
export function ListHead({ title, clearWord, clear }: { title: string; clearWord: string; clear(): void }) {
  return (
    <div class="sim-log-head">
      <h3>{title}</h3>
      <button type="button" onClick={clear}>
        {clearWord}
      </button>
    </div>
  );
}
