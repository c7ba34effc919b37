/** One line of an order, or of one that is about to be made. */
Component({
  props: {
    /** `{ id, title, picture, quantity, yuan }`; with `addLabel` and `removeLabel` where the quantity can change. */
    line: {},
    /** The quantity can still be changed. */
    canChange: false,
    onChange: (_change: { id: string; value: number }): void => {},
  },
  methods: {
    onChange(change: { id: string; value: number }) {
      this.props.onChange(change);
    },
  },
});
