/** An amount in yuan with small sign and cents, read as one by assistive technology. */
Component({
  props: {
    /** With two decimals, such as `12.34`. */
    yuan: '0.00',
    /** small, medium, large or huge. */
    size: 'medium',
  },
});
