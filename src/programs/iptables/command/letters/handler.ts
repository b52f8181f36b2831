/** What reads one letter of the command line. */
import type { Parser } from "../parse.ts";

/** `given`: the argument stood there. */
export type Handler = (parser: Parser, argument: string, given: boolean) => void;
export type Handlers = Readonly<Record<string, Handler>>;
