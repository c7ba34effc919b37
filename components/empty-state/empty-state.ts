/** Nothing to show, why, and what to do about it. */
Component({
  props: {
    /** Name in images/state. */
    picture: 'nothing',
    title: '',
    hint: '',
    action: '',
    onAction: (): void => {},
  },
  methods: {
    onAction() {
      this.props.onAction();
    },
  },
});
