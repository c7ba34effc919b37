import { Component, type ComponentChild } from 'preact';
import type { PageOwner } from './instance';
import { runCallbacks } from './owner';
import { reportProblem } from './problems';

/** What one page draws. */
export class PageView extends Component<{ owner: PageOwner }> {
  constructor(props: { owner: PageOwner }) {
    super(props);
    props.owner.requestUpdate = () => this.setState({});
  }

  override shouldComponentUpdate(): boolean {
    const { owner } = this.props;
    if (owner.hasNews) return true;
    queueMicrotask(() => runCallbacks(owner));
    return false;
  }

  override render(): ComponentChild {
    const { owner } = this.props;
    owner.hasNews = false;
    try {
      return owner.unit.render(Object.assign(Object.create(null), owner.store.view()), { owner, slots: [] });
    } catch (problem) {
      reportProblem(problem, `drawing ${owner.unit.id}`);
      return null;
    }
  }

  override componentDidMount(): void {
    runCallbacks(this.props.owner);
  }

  override componentDidUpdate(): void {
    runCallbacks(this.props.owner);
  }
}
