/** A filter that cannot be compiled; `message` is libpcap's. */
export class FilterError extends Error {}

export const SYNTAX_ERROR = "can't parse filter expression: syntax error";

/** What libpcap says when the words make no expression. */
export function syntaxError(): FilterError {
  return new FilterError(SYNTAX_ERROR);
}

/** What is said of parts of the language that are not here. */
export function notSupported(what: string): FilterError {
  return new FilterError(`'${what}' is not supported here`);
}
