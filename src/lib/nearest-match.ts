import { distance } from 'fastest-levenshtein';

// A longer text is not a typing mistake, and comparing it would take much processor time.
const maxComparedLength = 100;

/** Returns the candidate that `text` most likely means, or null if more than a third of it differs from all of them. */
export function nearestMatch(text: string, candidates: Iterable<string>): string | null {
  if (text.length > maxComparedLength) return null;
  let nearest: string | null = null;
  let nearestDistance = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = distance(text.toLowerCase(), candidate.toLowerCase());
    if (edits < nearestDistance) [nearest, nearestDistance] = [candidate, edits];
  }
  return nearest;
}
