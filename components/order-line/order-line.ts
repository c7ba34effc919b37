/** One line of an order: `{ title, picture, quantity, yuan }`. */
Component({
  props: { line: {} },
});
