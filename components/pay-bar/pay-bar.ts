/** The bar at the bottom: what it costs, and the one thing to do next. */
Component({
  props: {
    yuan: '0.00',
    totalLabel: '',
    emptyLabel: '',
    /** Nothing to pay for: the button cannot be used. */
    isEmpty: false,
    isBusy: false,
    action: '',
    /** Pieces in the bag; null shows no bag. */
    count: null,
    countLabel: '',
    /** Why the last try did not work. */
    problem: null,
    onAction: (): void => {},
  },
  methods: {
    onAction() {
      this.props.onAction();
    },
  },
});
