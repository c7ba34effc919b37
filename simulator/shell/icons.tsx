const paths = {
  back: 'M15 4l-8 8 8 8',
  home: 'M4 11l8-7 8 7M6.5 9.5V20h11V9.5',
  close: 'M5 5l14 14M19 5L5 19',
  check: 'M4.5 12.5l5 5L20 7',
  alert: 'M12 5v9M12 18.2v.1',
  down: 'M6 9l6 6 6-6',
  wallet: 'M3.5 7.5h17v11h-17zM3.5 7.5l11-3v3M16 13h2',
} as const;

/** A line icon of the phone; decoration, hidden from assistive technology. */
export function SimIcon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="sim-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
