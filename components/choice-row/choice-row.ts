/**
 * One of several. antd-mini's Tabs and Selector look alike, but say neither what they are nor which one is chosen to assistive
 * technology.
 */
Component({
  props: {
    /** `{ id, title, hint, isChosen }` each. */
    items: [],
    /** `tabs` switch what is below, `chips` are short words, `list` has a line for each with its hint. */
    look: 'chips',
    /** What is being chosen. */
    label: '',
    onChoose: (_chosen: { id: string }): void => {},
  },
  methods: {
    onTap({ currentTarget }: { currentTarget: { dataset: { id: string } } }) {
      this.props.onChoose({ id: currentTarget.dataset.id });
    },
  },
});
