/** The page's own script: tabs, copying, switches, and panels that stay up to date. The markup is complete without it. */
(() => {
  const REFRESH_MS = 1000;
  const SHOWN_AS_DONE_MS = 1500;
  const { language } = document.body.dataset;
  const status = document.getElementById('status');
  const remembered = new Map(new URLSearchParams(location.hash.slice(1)));

  /** Shows one tab of a group and remembers it in the address. */
  function select(tab, isChosen) {
    const group = tab.closest('[data-tabs]');
    for (const other of tab.parentElement.children) {
      const isSelected = other === tab;
      other.setAttribute('aria-selected', String(isSelected));
      other.tabIndex = isSelected ? 0 : -1;
      document.getElementById(other.getAttribute('aria-controls')).hidden = !isSelected;
    }
    if (!isChosen) return;
    remembered.set(group.dataset.tabs, tab.id.slice('tab-'.length));
    history.replaceState(null, '', `#${new URLSearchParams([...remembered])}`);
  }

  function restoreTabs() {
    for (const id of remembered.values()) {
      const tab = document.getElementById(`tab-${id}`);
      if (tab) select(tab, false);
    }
  }

  const NEXT = { ArrowRight: 1, ArrowLeft: -1 };

  function moveBetweenTabs(event) {
    const tab = event.target.closest('[role=tab]');
    if (!tab) return;
    const all = [...tab.parentElement.children];
    const at = all.indexOf(tab);
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? at + (NEXT[event.key] ?? Number.NaN);
    const next = all[(to + all.length) % all.length];
    if (!next) return;
    event.preventDefault();
    next.focus();
    select(next, true);
  }

  async function copy(button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    const label = button.textContent;
    if (label === button.dataset.done) return;
    button.textContent = button.dataset.done;
    status.textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = '';
    }, SHOWN_AS_DONE_MS);
  }

  /** Does what a button says, and tells why when it is refused. */
  async function post(button) {
    const { post: path, body, method = 'POST', confirm: question } = button.dataset;
    if (question && !confirm(question)) return;
    const reply = await fetch(path, { method, body: method === 'POST' ? body : undefined });
    const answer = reply.ok ? {} : await reply.json().catch(() => ({ message: reply.statusText }));
    status.textContent = answer.message ?? '';
    await refresh();
  }

  /** Replaces a panel, keeping what is open, what is scrolled to, and where the keyboard is. */
  function replace(panel, markup) {
    const open = [...panel.querySelectorAll('details[open]')].map(({ id }) => id);
    const focused = panel.contains(document.activeElement) ? document.activeElement : undefined;
    const focusedId = focused?.id || focused?.closest('details')?.id;
    panel.innerHTML = markup;
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    const again = focusedId ? document.getElementById(focusedId) : undefined;
    (again?.tagName === 'DETAILS' ? again.firstElementChild : again)?.focus({ preventScroll: true });
  }

  let etag = '';
  const shown = {};

  async function refresh() {
    const reply = await fetch(`/console/live?lang=${language}`, { headers: { 'if-none-match': etag } });
    if (reply.status === 304) return;
    if (!reply.ok) throw new Error(reply.statusText);
    etag = reply.headers.get('etag') ?? '';
    for (const [name, markup] of Object.entries(await reply.json())) {
      const panel = document.getElementById(`live-${name}`);
      if (panel && shown[name] !== markup) replace(panel, markup);
      shown[name] = markup;
    }
  }

  async function stayUpToDate() {
    try {
      if (!document.hidden) await refresh();
      if (status.textContent === status.dataset.disconnected) status.textContent = '';
    } catch {
      status.textContent = status.dataset.disconnected;
    }
    setTimeout(stayUpToDate, REFRESH_MS);
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.getAttribute('role') === 'tab') select(button, true);
    else if (button.dataset.copy) void copy(button);
    else if (button.dataset.post) void post(button);
  });
  document.addEventListener('keydown', moveBetweenTabs);
  restoreTabs();
  void stayUpToDate();
})();
