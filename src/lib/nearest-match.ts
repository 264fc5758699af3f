import { distance } from 'fastest-levenshtein';

// A longer text is no typing mistake, and comparing it costs time that a stranger could demand.
const maxComparedLength = 100;

/** The candidate that `text` most likely meant, or null when none is close: at most a third of it mistyped. */
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
