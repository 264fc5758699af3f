const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;
const dateForm = /^\d{4}-\d{2}-\d{2}$/;

/** An instant with a time zone as RFC 3339 says, such as `2026-10-14T00:00:00Z`; null for any other text. */
export function parseInstant(text: string): Date | null {
  if (!instantForm.test(text) || !isRealDate(text.slice(0, 10))) return null;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** A calendar date, such as `2026-10-14`, as 00:00 UTC of it; null for any other text. */
export function parseDate(text: string): Date | null {
  return dateForm.test(text) && isRealDate(text) ? new Date(`${text}T00:00:00Z`) : null;
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function isRealDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
