/** A filter that cannot be compiled; `message` is libpcap's. */
export class FilterError extends Error {}

export const SYNTAX_ERROR = "can't parse filter expression: syntax error";

export function syntaxError(): FilterError {
  return new FilterError(SYNTAX_ERROR);
}

export function notSupported(what: string): FilterError {
  return new FilterError(`'${what}' is not supported here`);
}
