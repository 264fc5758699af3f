/** One page of a list that is ordered by id, newest first. `inverted` reads from the other end. */
export type KeysetPage = {
  readonly before: string | null;
  readonly after: string | null;
  readonly limit: number;
  readonly inverted: boolean;
};
