/**
 * Something outside the program keeps it from starting: a port, a folder, a version. The message is all that the
 * operator sees, so it says what is wrong and what to do; the cause is kept for the log.
 */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartupError";
  }
}
