/** Prefix of module names that mean a file on disk, whoever imports them. */
export const fileScheme = 'simulator-file:';

/** Prefix of module names that mean the compiled AXML of a unit. */
export const axmlScheme = 'simulator-axml:';

/** The module the bundle starts from. */
export const entryName = 'simulator-entry';
