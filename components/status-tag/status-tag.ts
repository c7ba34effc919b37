/** The status of an order in a colour: primary asks for something, success is done, neutral is over. */
Component({
  props: { text: '', tone: 'neutral' },
});
