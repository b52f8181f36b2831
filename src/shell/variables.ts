/** Shell variables: strings, indexed and associative arrays, attributes and dynamic scopes. */

/** An indexed array is a map from number, an associative one from string. */
export type Value = string | IndexedArray | AssociativeArray | undefined;

/** `declare -a`: strings by number, with gaps. */
export class IndexedArray {
  readonly items = new Map<number, string>();
  private highest = -1;
  private ordered = true;

  static of(values: readonly string[]): IndexedArray {
    const array = new IndexedArray();
    for (let i = 0; i < values.length; i++) array.set(i, values[i]);
    return array;
  }

  set(index: number, value: string): void {
    if (index > this.highest) this.highest = index;
    else if (!this.items.has(index)) this.ordered = false;
    this.items.set(index, value);
  }

  delete(index: number): void {
    this.items.delete(index);
    if (index === this.highest) this.highest = Math.max(-1, ...this.items.keys());
  }

  /** One more than the highest index. */
  get end(): number {
    return this.highest + 1;
  }

  keys(): number[] {
    const keys = [...this.items.keys()];
    return this.ordered ? keys : keys.sort((a, b) => a - b);
  }

  values(): string[] {
    return this.ordered ? [...this.items.values()] : this.keys().map((key) => this.items.get(key) ?? "");
  }

  clone(): IndexedArray {
    const copy = new IndexedArray();
    for (const key of this.keys()) copy.set(key, this.items.get(key) ?? "");
    return copy;
  }
}

/** `declare -A`: strings by key. */
export class AssociativeArray {
  readonly items = new Map<string, string>();

  clone(): AssociativeArray {
    const copy = new AssociativeArray();
    for (const [key, value] of this.items) copy.items.set(key, value);
    return copy;
  }
}

/** What `declare` can say of a variable. */
export interface Attributes {
  exported: boolean;
  readonly: boolean;
  integer: boolean;
  nameref: boolean;
  lowercase: boolean;
  uppercase: boolean;
}

/** A value with its attributes. */
export class Variable implements Attributes {
  value: Value;
  exported = false;
  readonly = false;
  integer = false;
  nameref = false;
  lowercase = false;
  uppercase = false;

  constructor(value: Value) {
    this.value = value;
  }

  clone(): Variable {
    const { value } = this;
    const copy = new Variable(typeof value === "string" || value === undefined ? value : value.clone());
    copy.exported = this.exported;
    copy.readonly = this.readonly;
    copy.integer = this.integer;
    copy.nameref = this.nameref;
    copy.lowercase = this.lowercase;
    copy.uppercase = this.uppercase;
    return copy;
  }

  get isArray(): boolean {
    return this.value instanceof IndexedArray || this.value instanceof AssociativeArray;
  }

  /** What `$name` is: the string, or element 0. */
  get scalar(): string | undefined {
    const { value } = this;
    if (value instanceof IndexedArray) return value.items.get(0);
    if (value instanceof AssociativeArray) return value.items.get("0");
    return value;
  }

  /** The letters that `declare -p` and `${x@a}` show. */
  get flags(): string {
    const letters = [
      this.value instanceof IndexedArray ? "a" : "",
      this.value instanceof AssociativeArray ? "A" : "",
      this.integer ? "i" : "",
      this.nameref ? "n" : "",
      this.readonly ? "r" : "",
      this.lowercase ? "l" : "",
      this.exported ? "x" : "",
      this.uppercase ? "u" : "",
    ];
    return letters.join("");
  }
}

/** Names that a variable may have. */
export const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Bounds chains of name references. */
const MAX_REFERENCES = 8;

/** The variables of one shell: the global scope and one more for each function call. */
export class Variables {
  private readonly scopes: Map<string, Variable>[] = [new Map()];

  clone(): Variables {
    const copy = new Variables();
    copy.scopes.length = 0;
    for (const scope of this.scopes) {
      const map = new Map<string, Variable>();
      for (const [name, variable] of scope) map.set(name, variable.clone());
      copy.scopes.push(map);
    }
    return copy;
  }

  pushScope(): void {
    this.scopes.push(new Map());
  }

  popScope(): void {
    this.scopes.pop();
  }

  get depth(): number {
    return this.scopes.length - 1;
  }

  /** The variable that a name means here, without following references. */
  own(name: string): Variable | undefined {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const variable = this.scopes[i].get(name);
      if (variable) return variable;
    }
    return undefined;
  }

  /** The name after following name references; a target such as `a[1]` is returned as it is. */
  target(name: string): string {
    let current = name;
    for (let i = 0; i < MAX_REFERENCES; i++) {
      const variable = this.own(current);
      if (!variable?.nameref || typeof variable.value !== "string" || variable.value === "") return current;
      current = variable.value;
    }
    return name;
  }

  get(name: string): Variable | undefined {
    return this.own(this.target(name));
  }

  local(name: string): Variable | undefined {
    return this.scopes[this.scopes.length - 1].get(name);
  }

  global(name: string): Variable | undefined {
    return this.scopes[0].get(name);
  }

  declareLocal(name: string, variable: Variable): void {
    this.scopes[this.scopes.length - 1].set(name, variable);
  }

  declareGlobal(name: string, variable: Variable): void {
    this.scopes[0].set(name, variable);
  }

  /** Where an assignment to an unknown name goes. */
  create(name: string): Variable {
    const variable = new Variable(undefined);
    this.scopes[0].set(name, variable);
    return variable;
  }

  /** Removes the innermost variable of that name. A local one stays as unset, as bash has it. */
  unset(name: string): void {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const scope = this.scopes[i];
      if (!scope.has(name)) continue;
      if (i > 0 && i === this.scopes.length - 1) scope.set(name, new Variable(undefined));
      else scope.delete(name);
      return;
    }
  }

  /** Removes the innermost variable of that name altogether: the end of a temporary assignment. */
  remove(name: string): void {
    for (let i = this.scopes.length - 1; i >= 0; i--) if (this.scopes[i].delete(name)) return;
  }

  /** All visible names, sorted. */
  names(): string[] {
    const all = new Set<string>();
    for (const scope of this.scopes) for (const name of scope.keys()) all.add(name);
    return [...all].sort();
  }

  localNames(): string[] {
    return [...this.scopes[this.scopes.length - 1].keys()].sort();
  }

  /** The environment of a child. */
  environment(): Map<string, string> {
    const env = new Map<string, string>();
    for (const scope of this.scopes) {
      for (const [name, variable] of scope) {
        if (variable.exported && typeof variable.value === "string") env.set(name, variable.value);
        else if (!variable.exported || variable.value === undefined) env.delete(name);
      }
    }
    return env;
  }
}
