/** One kind of goods with its price and how many the buyer wants. */
Component({
  props: {
    /** `{ id, title, description, picture, yuan, quantity, addLabel, removeLabel }` */
    goods: {},
    onChange: (_change: { id: string; value: number }): void => {},
  },
  methods: {
    onChange(change: { id: string; value: number }) {
      this.props.onChange(change);
    },
  },
});
