/** Reminds of an order that waits for payment. */
Component({
  props: {
    text: '',
    yuan: '0.00',
    /** How long it can still be paid. */
    remaining: '',
    /** All of it in one sentence, for assistive technology. */
    label: '',
    action: '',
    onTap: (): void => {},
  },
  methods: {
    onTap() {
      this.props.onTap();
    },
  },
});
