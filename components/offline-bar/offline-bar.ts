/** Says over a page, without moving anything on it, that the phone has no network. */
Component({
  props: {
    /** Null while there is a network. */
    text: null,
  },
});
