/** What the work gives, or a rejection with `late` when it takes longer; the work itself goes on. */
export async function withinTime<Result>(work: Promise<Result>, patienceMs: number, late: Error): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    // Work that hangs must not keep a process alive that has been ended otherwise.
    timer = setTimeout(reject, patienceMs, late).unref();
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
