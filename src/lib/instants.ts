const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;
const dateForm = /^\d{4}-\d{2}-\d{2}$/;

/** Parses an RFC 3339 instant with a time zone, such as `2026-10-14T00:00:00Z`. Returns null for any other text. */
export function parseInstant(text: string): Date | null {
  if (!instantForm.test(text) || !isRealDate(text.slice(0, 10))) return null;
  const instant = new Date(text);
  return isWithinFourDigits(instant) ? instant : null;
}

/** Parses a calendar date, such as `2026-10-14`, as 00:00 UTC of that day. Returns null for any other text. */
export function parseDate(text: string): Date | null {
  return dateForm.test(text) && isRealDate(text) ? new Date(`${text}T00:00:00Z`) : null;
}

/** RFC 3339 has only years of four digits. An offset can move an instant of 9999 into the next year. */
function isWithinFourDigits(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= 0 && year <= 9999;
}

/** JavaScript reads the 30th of February as the 2nd of March. */
function isRealDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

/** Returns whole seconds since 1970, the form that JWTs and rate-limit headers use. */
export function unixSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
