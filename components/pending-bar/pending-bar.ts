/** Reminds of an order that waits for payment. */
Component({
  props: {
    text: '',
    yuan: '0.00',
    action: '',
    onTap: (): void => {},
  },
  methods: {
    onTap() {
      this.props.onTap();
    },
  },
});
