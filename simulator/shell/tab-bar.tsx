import type { TabBarView } from '../faces';

/** The tab bar `app.json` describes. */
export function TabBar({ bar }: { bar: TabBarView | null }) {
  if (!bar) return null;
  return (
    <nav class="sim-tab-bar" style={bar.backgroundColor ? { background: bar.backgroundColor } : undefined}>
      {bar.items.map((item, index) => {
        const isSelected = index === bar.selectedIndex;
        const color = isSelected ? bar.selectedColor : bar.textColor;
        const icon = (isSelected ? item.activeIcon : undefined) ?? item.icon;
        return (
          <button
            key={item.name}
            type="button"
            class="sim-tab"
            aria-current={isSelected ? 'page' : undefined}
            style={color ? { color } : undefined}
            onClick={() => bar.onSelect(index)}
          >
            {icon ? <img src={icon} alt="" /> : null}
            <span>{item.name}</span>
          </button>
        );
      })}
    </nav>
  );
}
