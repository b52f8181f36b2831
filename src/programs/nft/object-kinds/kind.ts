/** Kinds of objects that say how connections and packets are treated, one file each. Source: `src/rule.c` (`obj_print_data`) of nftables 1.0.6. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { MoreObjects } from "../command.ts";
import type { Loc } from "../errors/source.ts";
import type { JsonReader, ParsedObject } from "../json/input/reader.ts";
import type { Json } from "../json/text.ts";
import type { TokenStream } from "../parser/stream.ts";
import { CT_EXPECTATION } from "./ct-expectation.ts";
import { CT_HELPER } from "./ct-helper.ts";
import { CT_TIMEOUT } from "./ct-timeout.ts";
import { SECMARK } from "./secmark.ts";
import { SYNPROXY_OBJECT } from "./synproxy.ts";

/** What an object is. */
export interface ObjectBody {
  /** The attributes of `NFTA_OBJ_DATA`. @param family of the table */
  write(w: MessageWriter, family: number): void;
  /** Without indentation. */
  lines(): readonly string[];
  json(): Readonly<Record<string, Json | undefined>>;
  /** As `--debug=netlink` tells it. */
  debug?(): string;
  /** Looks whether what was written makes sense. @throws NftError */
  check?(): void;
}

/** Reads a line of a block into the object that is being made. */
export interface BodyReader {
  /** @returns whether the next word begins a line that the kind knows */
  line(s: TokenStream): boolean;
  body(): ObjectBody;
}

export interface ParsedBody {
  readonly body: ObjectBody;
  readonly comment?: string;
}

export interface ObjectKind {
  /** As commands and listings call it. */
  readonly name: MoreObjects;
  /** `NFT_OBJECT_*` */
  readonly type: number;
  /** Of those whose block has lines. @param loc of the object's name */
  reader?(loc: Loc): BodyReader;
  /** Of the others: what stands behind the name. @param create whether there must be nothing there yet */
  parse?(s: TokenStream, create: boolean): ParsedBody;
  read(tb: AttributeTable): ObjectBody;
  fromJson(r: JsonReader, object: ParsedObject): ObjectBody;
  /** As `--debug=netlink` tells it. */
  debug?(tb: AttributeTable): string;
}

const KINDS: readonly ObjectKind[] = [CT_HELPER, CT_TIMEOUT, CT_EXPECTATION, SECMARK, SYNPROXY_OBJECT];

/** undefined: it is none of these. */
export function objectKind(name: string): ObjectKind | undefined {
  return KINDS.find((kind) => kind.name === name);
}

export function objectKindByType(type: number): ObjectKind | undefined {
  return KINDS.find((kind) => kind.type === type);
}
