/** A few words in the buyer's own language. Raises every change. */
Component({
  props: {
    label: '',
    placeholder: '',
    value: '',
    /** Longest text, in characters. */
    most: 100,
    /** How much of it is used, in words; empty says nothing. */
    count: '',
    onWrite: (_written: { text: string }): void => {},
  },
  methods: {
    onInput({ detail }: { detail: { value: string } }) {
      this.props.onWrite({ text: detail.value });
    },
  },
});
