/** What pickers search in, kept for a short while: nothing else may answer from it. */
export interface Pickers {
  /** @returns at most 100 inputs whose name or id holds the text, those that begin with it first */
  inputs(search: string, options?: { databasesOnly?: boolean }): Promise<readonly PickedInput[]>;
  /** @returns at most 100 names of the parameters of one input */
  parameters(inputId: string, search: string): Promise<readonly string[]>;
}

export interface PickedInput {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}
