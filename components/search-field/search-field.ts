/** One line to search with. Raises every change, and has a button that clears it. */
Component({
  props: {
    value: '',
    /** What is searched: shown while nothing is typed, and the name of the field. */
    label: '',
    clearLabel: '',
    onSearch: (_typed: { text: string }): void => {},
  },
  methods: {
    onInput({ detail }: { detail: { value: string } }) {
      this.props.onSearch({ text: detail.value });
    },
    onClear() {
      this.props.onSearch({ text: '' });
    },
  },
});
