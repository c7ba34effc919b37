/** Where a buyer asks for money back, as models/screens/refund-sheet.ts presents it. */
Component({
  props: {
    sheet: {} as { isOpen: boolean },
    onChoose: (_chosen: { id: string }): void => {},
    onWrite: (_written: { text: string }): void => {},
    onSubmit: (): void => {},
    onClose: (): void => {},
  },
  methods: {
    onChoose(chosen: { id: string }) {
      this.props.onChoose(chosen);
    },
    onWrite(written: { text: string }) {
      this.props.onWrite(written);
    },
    onSubmit() {
      this.props.onSubmit();
    },
    onClose() {
      this.props.onClose();
    },
  },
});
