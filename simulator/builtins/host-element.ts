/**
 * Every built-in renders one unknown element, `a-view` for `view` and so on: an unknown element has no look of its own
 * to fight against, keeps `:empty` and `:nth-child` of the page's styles true, and lets styles by tag name be mapped.
 */
export function hostElement(tag: string): 'div' {
  return `a-${tag}` as string as 'div';
}

type Props = Record<string, unknown>;

/**
 * Joins what the runtime gives for the outermost element with what the built-in needs there: classes are added,
 * listeners and refs of both are called, everything else is the built-in's unless the runtime set it.
 */
export function joinHost(host: Props, own: Props): Props {
  const joined: Props = { ...own, ...host };
  for (const [name, value] of Object.entries(own)) {
    const given = host[name];
    if (given === undefined || given === null) joined[name] = value;
    else if (name === 'class') joined.class = [given, value].filter(Boolean).join(' ');
    else if (name === 'ref') joined.ref = bothRefs(given, value);
    else if (typeof given === 'function' && typeof value === 'function') joined[name] = bothListeners(value, given);
  }
  return joined;
}

function bothListeners(first: CallableFunction, second: CallableFunction) {
  return (event: Event) => {
    first(event);
    second(event);
  };
}

function bothRefs(first: unknown, second: unknown) {
  return (element: Element | null) => {
    for (const ref of [first, second]) {
      if (typeof ref === 'function') ref(element);
      else (ref as { current: Element | null }).current = element;
    }
  };
}
