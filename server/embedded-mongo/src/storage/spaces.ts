/** Spaces of the store's own records; collections and indexes get the numbers from FIRST_FREE_SPACE on. */
export const META_SPACE = 1;
export const SESSION_SPACE = 2;
export const FIRST_FREE_SPACE = 16;

/** The four characters that every key of a space starts with. */
export function spacePrefix(id: number): string {
  return String.fromCharCode((id >>> 24) & 0xff, (id >>> 16) & 0xff, (id >>> 8) & 0xff, id & 0xff);
}
