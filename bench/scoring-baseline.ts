/** Operations of a least-cost alignment by a whole table of costs (R. Wagner, M. Fischer, 1974), traced back from its end. */
export class PlainAligner {
  private costs = new Uint16Array(1024);
  private readonly identifiers = new Map<string, number>();

  /** One letter an operation: `=`, `s`, `d`, `i`; the first is that of the first words. */
  align(reference: readonly string[], hypothesis: readonly string[]): readonly string[] {
    const first = this.identify(reference);
    const second = this.identify(hypothesis);
    const [rows, columns] = [first.length, second.length];
    const width = columns + 1;
    if (this.costs.length < (rows + 1) * width) this.costs = new Uint16Array(2 * (rows + 1) * width);
    const { costs } = this;
    for (let column = 0; column <= columns; column++) costs[column] = column;
    for (let row = 1; row <= rows; row++) {
      costs[row * width] = row;
      for (let column = 1; column <= columns; column++) {
        const cell = row * width + column;
        const pair = (costs[cell - width - 1] as number) + (first[row - 1] === second[column - 1] ? 0 : 1);
        const one = Math.min(costs[cell - width] as number, costs[cell - 1] as number) + 1;
        costs[cell] = Math.min(pair, one);
      }
    }
    const operations: string[] = [];
    for (let row = rows, column = columns; row > 0 || column > 0; ) {
      const cell = row * width + column;
      const cost = costs[cell] as number;
      if (row > 0 && cost === (costs[cell - width] as number) + 1) {
        operations.push("d");
        row--;
      } else if (column > 0 && cost === (costs[cell - 1] as number) + 1) {
        operations.push("i");
        column--;
      } else {
        operations.push(first[--row] === second[--column] ? "=" : "s");
      }
    }
    return operations.reverse();
  }

  private identify(words: readonly string[]): Int32Array {
    const numbers = new Int32Array(words.length);
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as string;
      let identifier = this.identifiers.get(word);
      if (identifier === undefined) {
        identifier = this.identifiers.size + 1;
        this.identifiers.set(word, identifier);
      }
      numbers[index] = identifier;
    }
    return numbers;
  }
}
