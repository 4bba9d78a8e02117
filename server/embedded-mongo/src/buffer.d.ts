/** Methods that Node's Buffer has and its types leave out; they skip the checks of `toString` and `write`. */
interface Buffer {
  latin1Slice(start?: number, end?: number): string;
  utf8Slice(start?: number, end?: number): string;
  latin1Write(text: string, offset?: number, length?: number): number;
}
