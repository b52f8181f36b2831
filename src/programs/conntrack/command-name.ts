/** What conntrack can be told to do, by the letters of its options. */
export type Command = "L" | "I" | "A" | "U" | "D" | "G" | "F" | "E" | "C" | "S" | "h" | "V";
/** A command with its table, where that is another one than of connections. */
export type CommandName = Command | `${Command} expect`;
