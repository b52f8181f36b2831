/** What is wrong with an option; reported with where it stood. */
export class BadOption {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}
