/** What an awk program is made of once it has been read. */

/** Where `getline` reads. */
export type GetlineSource = "main" | "file" | "command";

/** An expression; `args` are the expressions in it that are evaluated for it. */
export type Expr =
  | { readonly kind: "value"; readonly value: number | string | undefined; readonly args: readonly Expr[] }
  | { readonly kind: "regex"; readonly source: string; readonly args: readonly Expr[] }
  | Variable
  | Element
  | Field
  | { readonly kind: "assign"; readonly op: string; readonly target: Target; readonly args: readonly Expr[] }
  | {
      readonly kind: "step";
      readonly by: 1 | -1;
      readonly prefix: boolean;
      readonly target: Target;
      readonly args: readonly Expr[];
    }
  | { readonly kind: "op"; readonly op: string; readonly args: readonly Expr[] }
  | { readonly kind: "logic"; readonly op: "&&" | "||" | "?"; readonly args: readonly Expr[] }
  | { readonly kind: "in"; readonly name: string; readonly args: readonly Expr[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expr[]; readonly line: number }
  | { readonly kind: "builtin"; readonly name: string; readonly args: readonly Expr[] }
  | {
      readonly kind: "getline";
      readonly source: GetlineSource;
      readonly target: Target | undefined;
      readonly args: readonly Expr[];
    };

/** A variable, or a parameter of a function. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly args: readonly Expr[];
}

/** An element of an array; `args` are its subscripts. */
export interface Element {
  readonly kind: "element";
  readonly name: string;
  readonly args: readonly Expr[];
}

/** `$` and the expression that says which. */
export interface Field {
  readonly kind: "field";
  readonly args: readonly Expr[];
}
/** What can be assigned to. */
export type Target = Variable | Element | Field;

/** A statement. */
export type Statement =
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "expression"; readonly value: Expr }
  | {
      readonly kind: "print";
      readonly format: boolean;
      readonly values: readonly Expr[];
      readonly to: { readonly mark: ">" | ">>" | "|"; readonly name: Expr } | undefined;
    }
  | { readonly kind: "if"; readonly test: Expr; readonly then: Statement; readonly otherwise?: Statement }
  | {
      readonly kind: "loop";
      readonly start?: Statement;
      readonly test?: Expr;
      readonly step?: Statement;
      readonly body: Statement;
      /** `do … while`: the test comes after the body. */
      readonly after: boolean;
    }
  | { readonly kind: "each"; readonly variable: Variable; readonly array: string; readonly body: Statement }
  | { readonly kind: "delete"; readonly name: string; readonly keys: readonly Expr[] | undefined }
  | { readonly kind: "leave"; readonly how: "next" | "nextfile" | "break" | "continue" }
  | { readonly kind: "exit"; readonly value?: Expr }
  | { readonly kind: "return"; readonly value?: Expr };

/** A pattern and what is done where it fits. */
export interface Rule {
  readonly pattern?: Expr;
  /** The end of a range. */
  readonly until?: Expr;
  readonly action: Statement;
}

/** A function of the program. */
export interface AwkFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Statement;
}

/** A whole program. */
export interface Program {
  readonly begin: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly end: readonly Statement[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
