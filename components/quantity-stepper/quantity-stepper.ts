/**
 * How many of something. antd-mini's Stepper draws the same, but its two buttons have no accessible name and its taps are
 * 22 px high; a shop needs to be usable with one thumb and with a screen reader.
 */
Component({
  props: {
    itemId: '',
    value: 0,
    max: 99,
    addLabel: '',
    removeLabel: '',
    onChange: (_change: { id: string; value: number }): void => {},
  },
  methods: {
    onAdd() {
      const { itemId, value, max, onChange } = this.props;
      if (value < max) onChange({ id: itemId, value: value + 1 });
    },
    onRemove() {
      const { itemId, value, onChange } = this.props;
      onChange({ id: itemId, value: value - 1 });
    },
  },
});
