/** Says over a page, without moving anything on it, that the phone has no network. */
Component({
  props: {
    /** Null while there is a network. */
    text: null,
    /** How many bars at the bottom it has to stay clear of. */
    bars: 0,
  },
});
