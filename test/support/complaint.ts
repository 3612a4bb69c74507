/**
 * What is said of something that is refused, or `none` where it is taken.
 * @param Refusal the class of what is thrown then; whatever else is thrown is a fault of its own
 */
export function complaintOf(Refusal: new (...given: never[]) => Error, work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }
}
