type Way = 'navigateTo' | 'redirectTo' | 'reLaunch';

/** A page was asked for and is not there yet. */
let isUnderWay = false;

/**
 * Opens a page over this one. Where the ten pages that the platform keeps are open (reference mini-program 4.4), it takes the place
 * of this one.
 */
export function openPage(url: string): void {
  go('navigateTo', url, () => go('redirectTo', url));
}

/** Opens a page in the place of this one: there is no way back here. */
export function replacePage(url: string): void {
  go('redirectTo', url);
}

/**
 * For pages that wait for an answer before they go on: what is opened takes the place of the page that is open now. When the buyer has
 * left that one meanwhile, it opens over the page that is seen then.
 */
export function goingOn(): (url: string) => void {
  const here = getCurrentPages().at(-1);
  return (url) => (getCurrentPages().at(-1) === here ? replacePage(url) : openPage(url));
}

/** Leaves all pages for this one. */
export function startAgainAt(url: string): void {
  go('reLaunch', url);
}

/** Two quick taps are meant as one: until the page is there, no other is opened. */
function go(way: Way, url: string, otherwise?: () => void): void {
  if (isUnderWay) return;
  isUnderWay = true;
  my[way]({
    url,
    success() {
      isUnderWay = false;
    },
    fail() {
      isUnderWay = false;
      otherwise?.();
    },
  });
}
