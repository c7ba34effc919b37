/** One order in a list, as models/present-order.ts presents it. */
Component({
  props: {
    order: {} as { orderNo: string },
    onOpen: (_opened: { id: string }): void => {},
  },
  methods: {
    onTap() {
      const { order, onOpen } = this.props;
      onOpen({ id: order.orderNo });
    },
  },
});
