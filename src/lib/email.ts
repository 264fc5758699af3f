/** Emails are compared and stored in lower case and NFC; the local part is otherwise left alone. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
