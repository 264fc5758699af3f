/** Places of a log whose events are missing. */
export type Gap = { readonly from: number; readonly to: number };

/** Takes a place out of the gaps, because its event came later. Returns false if it was in none. */
export function fillGap(gaps: Gap[], sequence: number): boolean {
  const index = gaps.findIndex(({ from, to }) => from <= sequence && sequence <= to);
  const gap = gaps[index];
  if (gap === undefined) return false;
  const left = { from: gap.from, to: sequence - 1 };
  const right = { from: sequence + 1, to: gap.to };
  gaps.splice(index, 1, ...[left, right].filter(({ from, to }) => from <= to));
  return true;
}
